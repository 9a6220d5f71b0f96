import type { TemplateSource } from '#server/db/schema/templates.ts'
import type { Problem } from '../problem.ts'
import type { CheckDefinition } from './definition.ts'
import { elementsOf, type HtmlElement, textOf } from './html-tree.ts'
import { type BadAddress, place } from './links.ts'

/** Who does not see the images, by choice of the mail program or of nature, still knows what they say (WCAG 2.2, 1.1.1). */
export const images: CheckDefinition = {
  id: 'images',
  title: 'Images say what they show',
  find: ({ locales }) => {
    let count = 0
    const problems = locales.flatMap((written) =>
      written.mails.flatMap((mail) =>
        Array.from(elementsOf(mail.tree))
          .filter(({ name }) => name === 'img')
          .flatMap((image): Problem[] => {
            count++
            const bad = judgeImage(image, saysNoAlt(written.source, image), 'doc' in written.source)
            return bad ? [place(written, mail, image.attributes.get('src') ?? '', bad)] : []
          }),
      ),
    )
    return count === 0 ? { problems, skipped: 'There is no image.' } : { problems }
  },
}

/** React Email writes an empty alt text where the author wrote none. */
function saysNoAlt(source: TemplateSource, { attributes }: HtmlElement): boolean {
  const address = attributes.get('src') ?? ''
  if (!('code' in source) || address === '') return false
  const at = source.code.indexOf(address)
  if (at < 0) return false
  const tag = source.code.slice(source.code.lastIndexOf('<', at), at)
  const rest = source.code.slice(at).split('>')[0] ?? ''
  return !/\balt\b|\{\.\.\./.test(tag + rest)
}

/** `isVisual`: an alt text is empty there until one is written, so that an empty one is more often forgotten than meant. */
function judgeImage(image: HtmlElement, noAlt: boolean, isVisual: boolean): BadAddress | null {
  const { attributes } = image
  const file = (attributes.get('src') ?? '').split(/[?#]/)[0]?.split('/').at(-1) ?? ''
  const which = file === '' ? 'An image' : `The image “${file.slice(0, 60)}”`
  const alt = noAlt ? undefined : attributes.get('alt')
  if (isPixel(image)) return null
  if (alt === undefined) {
    return {
      severity: 'error',
      message: `${which} has no alt text: say what it shows, or that it only decorates (an empty one)`,
    }
  }
  if (alt.trim() === '') {
    const link = linkAround(image)
    if (link && textOf(link) === '' && !hasOtherAlt(link)) {
      return {
        severity: 'error',
        message: `${which} is all there is of a link, and has no alt text: say where it leads`,
      }
    }
    return isVisual
      ? { severity: 'warning', message: `${which} has no alt text: right only where it decorates` }
      : null
  }
  return /\.(?:png|jpe?g|gif|webp|svg)$/i.test(alt.trim())
    ? {
        severity: 'warning',
        message: `The alt text “${alt.trim().slice(0, 60)}” is a file’s name: say what the image shows`,
      }
    : null
}

const isPixel = ({ attributes }: HtmlElement) =>
  ['0', '1'].includes(attributes.get('width') ?? '') && ['0', '1'].includes(attributes.get('height') ?? '')

function linkAround(element: HtmlElement): HtmlElement | null {
  for (let at = element.parent; at; at = at.parent)
    if (at.name === 'a' && at.attributes.has('href')) return at
  return null
}

const hasOtherAlt = (link: HtmlElement) =>
  Array.from(elementsOf(link)).some((one) => one.name === 'img' && one.attributes.get('alt')?.trim())
