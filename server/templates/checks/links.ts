import type { Place, Problem } from '../problem.ts'
import type { CheckDefinition } from './definition.ts'
import { elementsOf, type HtmlElement, textOf } from './html-tree.ts'
import { locate } from './locate.ts'
import type { Mail, Written } from './material.ts'

/** What is wrong with an address in a mail, and how much. */
export interface BadAddress {
  severity: Problem['severity']
  message: string
}

/** Every link and image leads to a place that a reader’s mail program can reach. */
export const links: CheckDefinition = {
  id: 'links',
  title: 'Links and images lead somewhere',
  find: ({ app, locales }) => {
    let count = 0
    const problems = locales.flatMap((written) =>
      written.mails.flatMap((mail) =>
        Array.from(elementsOf(mail.tree)).flatMap((element) =>
          addressesOf(element).flatMap(({ address, isImage }): Problem[] => {
            count++
            const bad = judgeAddress(address, isImage, app.url)
            if (!bad) return []
            const what = isImage ? 'The image' : 'The link'
            const called = isImage ? (element.attributes.get('alt') ?? '') : textOf(element)
            const name = called === '' ? '' : ` “${called.slice(0, 60)}”`
            return [
              place(written, mail, address || called, { ...bad, message: `${what}${name} ${bad.message}` }),
            ]
          }),
        ),
      ),
    )
    return count === 0 ? { problems, skipped: 'There is no link and no image.' } : { problems }
  },
}

function addressesOf({ name, attributes }: HtmlElement): { address: string; isImage: boolean }[] {
  const found: { address: string; isImage: boolean }[] = []
  const add = (attribute: string, isImage: boolean) => {
    const address = attributes.get(attribute)
    if (address !== undefined) found.push({ address: address.trim(), isImage })
  }
  if (name === 'a' || name === 'area') add('href', false)
  if (name === 'img') add('src', true)
  add('background', true)
  return found
}

/** Null: nothing is wrong. `appUrl`: where Posthorn is reached, which may be this machine. */
export function judgeAddress(address: string, isImage: boolean, appUrl: string): BadAddress | null {
  const error = (message: string): BadAddress => ({ severity: 'error', message })
  if (address === '' || address === '#')
    return error(isImage ? 'has no address' : 'leads nowhere: give it an address')
  if (!isImage && address.startsWith('#')) return null
  if (address.startsWith('//')) return error(`must say https: in front (${short(address)})`)
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase()
  if (scheme === undefined) return error(`has no full address: begin it with https:// (${short(address)})`)
  if (isImage && scheme === 'cid') return null
  if (!isImage && (scheme === 'mailto' || scheme === 'tel' || scheme === 'sms')) return null
  if (scheme !== 'https' && scheme !== 'http') {
    return error(`can’t use ${scheme}: (${short(address)}); mail programs block it`)
  }
  const url = URL.parse(address)
  if (!url) return error(`has an address that is none: ${short(address)}`)
  if (isHere(url.hostname) && url.host !== URL.parse(appUrl)?.host) {
    return error(`leads to ${url.host}, which no reader reaches`)
  }
  if (scheme === 'https' || url.host === URL.parse(appUrl)?.host) return null
  return isImage
    ? error(`is loaded by http:, which mail programs refuse: use https: (${short(address)})`)
    : {
        severity: 'warning',
        message: `uses http:, which anybody on the way can read: use https: (${short(address)})`,
      }
}

const isHere = (host: string) =>
  /^(?:localhost|.*\.(?:localhost|local|internal|test)|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\]|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|169\.254\.\d+\.\d+)$/.test(
    host,
  )

const short = (text: string) => (text.length > 80 ? `${text.slice(0, 79)}…` : text)

/** Where it stands in the source; what a fixture’s value brings is the fixture’s fault, and stops nobody. */
export function place(
  { locale, source }: Written,
  mail: Mail,
  text: string,
  { severity, message }: BadAddress,
): Problem {
  const where: Place | undefined = locate(source, text)
  if (where) return { severity, message, locale, where }
  if (
    mail.fixture !== null &&
    text !== '' &&
    JSON.stringify(mail.data).includes(JSON.stringify(text).slice(1, -1))
  ) {
    return {
      severity: 'warning',
      message: `${message}, by the fixture’s data`,
      locale,
      where: { field: 'fixture', name: mail.fixture },
    }
  }
  return { severity, message, locale }
}
