import type { Problem } from '../problem.ts'
import { type Colour, contrastRatio, hexOf, over, parseColour } from './colour.ts'
import type { CheckDefinition } from './definition.ts'
import type { HtmlElement } from './html-tree.ts'
import { place } from './links.ts'

/** WCAG 2.2, 1.4.3: of text, and of large text (18 pt, or 14 pt bold). */
const ENOUGH = 4.5
const ENOUGH_LARGE = 3
/** Below this nobody is expected to read it. */
const UNREADABLE = 2
const BLACK: Colour = { red: 0, green: 0, blue: 0, alpha: 1 }
const WHITE: Colour = { red: 255, green: 255, blue: 255, alpha: 1 }
/** What mail programs make of a link that has no colour. */
const LINK: Colour = { red: 0, green: 0, blue: 238, alpha: 1 }

/** What text inherits. `background` null: an image or a gradient, of which nothing is known. */
interface Look {
  colour: Colour
  background: Colour | null
  /** px */
  size: number
  bold: boolean
}

export interface Faint {
  text: string
  ratio: number
  needed: number
  colour: string
  background: string
}

/** Text stands out from its background, as far as inline styles tell. */
export const contrast: CheckDefinition = {
  id: 'contrast',
  title: 'Text stands out from its background',
  find: ({ locales }) => {
    let lowest = 21
    const problems = locales.flatMap((written) =>
      written.mails.flatMap((mail) => {
        const { faint, least } = faintTexts(mail.tree)
        lowest = Math.min(lowest, least)
        return faint.map(
          ({ text, ratio, needed, colour, background }): Problem =>
            place(written, mail, text, {
              severity: ratio < UNREADABLE ? 'error' : 'warning',
              message: `“${text.slice(0, 60)}” has a contrast of ${ratio.toFixed(1)} to 1 (${colour} on ${background}); at least ${needed} is needed`,
            }),
        )
      }),
    )
    return { problems, detail: `The faintest has ${lowest.toFixed(1)} to 1.` }
  },
}

/** The texts that do not stand out enough, and the least contrast of all. */
export function faintTexts(tree: HtmlElement): { faint: Faint[]; least: number } {
  const faint: Faint[] = []
  let least = 21
  const visit = (element: HtmlElement, inherited: Look) => {
    const look = lookOf(element, inherited)
    if (look === null) return
    for (const child of element.children) {
      if (typeof child !== 'string') {
        visit(child, look)
        continue
      }
      const text = child
        .replace(/\p{Cf}|\u034f/gu, '')
        .replace(/\s+/g, ' ')
        .trim()
      if (text === '' || look.background === null) continue
      const ratio = contrastRatio(over(look.colour, look.background), look.background)
      const needed = look.size >= 24 || (look.bold && look.size >= 18.66) ? ENOUGH_LARGE : ENOUGH
      least = Math.min(least, ratio)
      if (ratio < needed) {
        faint.push({ text, ratio, needed, colour: hexOf(look.colour), background: hexOf(look.background) })
      }
    }
  }
  visit(tree, { colour: BLACK, background: WHITE, size: 16, bold: false })
  return { faint, least }
}

/** HTML’s own sizes of headings, in em (HTML 15.3.7). */
const HEADINGS: Record<string, number> = { h1: 2, h2: 1.5, h3: 1.17, h4: 1, h5: 0.83, h6: 0.67 }
const UNSEEN = new Set(['head', 'style', 'script', 'title', 'template'])

/** Null: nobody sees it. */
function lookOf({ name, attributes }: HtmlElement, inherited: Look): Look | null {
  const style = declarationsOf(attributes.get('style') ?? '')
  if (UNSEEN.has(name) || isHidden(style)) return null
  const heading = HEADINGS[name]
  const look: Look = {
    ...inherited,
    ...(name === 'a' && attributes.has('href') && { colour: LINK }),
    ...(heading !== undefined && { size: inherited.size * heading, bold: true }),
    ...((name === 'b' || name === 'strong' || name === 'th') && { bold: true }),
  }
  const colour = parseColour(style.get('color') ?? (name === 'font' ? (attributes.get('color') ?? '') : ''))
  if (colour) look.colour = colour
  look.background = backgroundOf(style, attributes, inherited.background)
  look.size = sizeOf(style.get('font-size'), inherited.size) ?? look.size
  const weight = style.get('font-weight')
  if (weight !== undefined) look.bold = weight === 'bold' || weight === 'bolder' || Number(weight) >= 700
  return look
}

function backgroundOf(
  style: ReadonlyMap<string, string>,
  attributes: ReadonlyMap<string, string>,
  under: Colour | null,
): Colour | null {
  const written = style.get('background-color') ?? style.get('background') ?? attributes.get('bgcolor')
  if (style.has('background-image') && style.get('background-image') !== 'none') return null
  if (attributes.has('background')) return null
  if (written === undefined || written === 'none' || written === 'inherit') return under
  const colour = parseColour(written)
  if (!colour) return null
  if (colour.alpha === 1) return colour
  return under && over(colour, under)
}

export function declarationsOf(style: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const one of style.split(';')) {
    const sign = one.indexOf(':')
    if (sign < 0) continue
    const value = one
      .slice(sign + 1)
      .replace(/!important/i, '')
      .trim()
      .toLowerCase()
    if (value !== '') found.set(one.slice(0, sign).trim().toLowerCase(), value)
  }
  return found
}

const isHidden = (style: ReadonlyMap<string, string>) =>
  style.get('display') === 'none' ||
  style.get('visibility') === 'hidden' ||
  Number.parseFloat(style.get('opacity') ?? '1') === 0 ||
  (Number.parseFloat(style.get('max-height') ?? '1') === 0 && style.get('overflow') === 'hidden') ||
  Number.parseFloat(style.get('font-size') ?? '1') === 0

/** In px; null: not given, or in words. */
function sizeOf(value: string | undefined, around: number): number | null {
  const [, number, unit = ''] = /^([\d.]+)(px|pt|em|rem|%)$/.exec(value ?? '') ?? []
  if (number === undefined) return null
  const scale: Record<string, number> = { px: 1, pt: 4 / 3, em: around, rem: 16, '%': around / 100 }
  return Number(number) * (scale[unit] ?? 1)
}
