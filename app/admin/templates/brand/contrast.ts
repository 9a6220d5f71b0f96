import type { BrandTheme } from '#server/templates/sources.ts'
import { contrast } from '../../../../emails/_studio/visual/colours.ts'

export type Colours = BrandTheme['colours']

export const isColour = (value: string): boolean => /^#[0-9a-f]{6}$/i.test(value)

/** What stands on what in a mail. WCAG 2.2 AA wants 4.5 to 1 for text. */
const PAIRS: { on: keyof Colours; of: keyof Colours; words: string }[] = [
  { of: 'text', on: 'card', words: 'Text on the card' },
  { of: 'muted', on: 'card', words: 'Quiet text on the card' },
  { of: 'accent', on: 'card', words: 'Links on the card' },
  { of: 'onAccent', on: 'accent', words: 'The words of buttons' },
  { of: 'muted', on: 'page', words: 'The footer on the page' },
]
const WANTED = 4.5

/** What is hard to read with these colours, each with its ratio. Colours that are none yet are left out. */
export function hardToRead(colours: Colours): string[] {
  return PAIRS.flatMap(({ of, on, words }) => {
    if (!(isColour(colours[of]) && isColour(colours[on]))) return []
    const ratio = contrast(colours[of], colours[on])
    // Rounded down: 4.49 is not enough.
    return ratio < WANTED ? [`${words}: ${(Math.floor(ratio * 10) / 10).toFixed(1)} to 1`] : []
  })
}
