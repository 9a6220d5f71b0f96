/** How an element becomes text. Counts are line breaks, at least so many, before and after. */
export type TextTag =
  | { is: 'skipped' | 'inline' | 'line' | 'link' | 'rule' | 'bullets' | 'numbers' }
  | { is: 'block' | 'pre' | 'quote'; before: number; after: number }

const block = (before: number, after: number): TextTag => ({ is: 'block', before, after })
const section = block(1, 1)

/**
 * html-to-text's `DEFAULT_OPTIONS` with React Email's `plainTextSelectors`, as `server/rendering/plain-text.ts` has them
 * together. Every other element is inline.
 */
const TAGS: Record<string, TextTag> = {
  ...Object.fromEntries(
    ['article', 'aside', 'div', 'footer', 'form', 'header', 'main', 'nav', 'section', 'td', 'th'].map(
      (name) => [name, section],
    ),
  ),
  ...{ h1: block(3, 2), h2: block(3, 2), h3: block(3, 2), h4: block(2, 2), h5: block(2, 2), h6: block(2, 2) },
  ...{ p: block(2, 2), table: block(2, 2) },
  pre: { is: 'pre', before: 2, after: 2 },
  blockquote: { is: 'quote', before: 2, after: 2 },
  ...{ a: { is: 'link' }, br: { is: 'line' }, hr: { is: 'rule' }, img: { is: 'skipped' } },
  ...{ ul: { is: 'bullets' }, ol: { is: 'numbers' } },
}

export const textTag = (name: string): TextTag => TAGS[name] ?? { is: 'inline' }
