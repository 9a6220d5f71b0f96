import { renderCompiled } from '#server/rendering/compiled.ts'
import { codeStarter } from '../../../emails/_studio/starters/code.ts'
import { compileSource } from '../compile/compile-source.ts'
import type { Compiled } from '../compile/format.ts'
import type { BrandTheme } from '../sources.ts'
import { sampleData } from './sample-data.ts'
import { type Unsupported, unsupportedIn } from './unsupported.ts'
import { usesOf } from './uses.ts'

const text = (words: string, ...marks: object[]) => ({ type: 'text', text: words, marks })
const paragraph = (...content: object[]) => ({ type: 'paragraph', content })
const cell = (type: string) => ({ type, content: [paragraph(text('a'))] })

/** One of every block that the visual editor offers, with what its settings write. */
const EVERYTHING = {
  type: 'doc',
  content: [
    { type: 'heading', attrs: { level: 1 }, content: [text('a')] },
    { type: 'heading', attrs: { level: 2 }, content: [text('a')] },
    paragraph(
      text('a', { type: 'bold' }, { type: 'italic' }, { type: 'underline' }),
      text('a', { type: 'strike' }),
      text('a', { type: 'code' }),
      text('a', { type: 'link', attrs: { href: 'https://example.com' } }),
    ),
    { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph(text('a'))] }] },
    { type: 'orderedList', content: [{ type: 'listItem', content: [paragraph(text('a'))] }] },
    { type: 'blockquote', content: [paragraph(text('a'))] },
    { type: 'horizontalRule' },
    { type: 'button', attrs: { href: 'https://example.com' }, content: [text('a')] },
    { type: 'image', attrs: { src: 'https://example.com/a.png', alt: 'a' } },
    {
      type: 'image',
      attrs: { ...{ src: 'https://example.com/a.png', alt: 'a', href: 'https://example.com' }, width: 100 },
    },
    {
      type: 'section',
      attrs: { background: '#ffffff', padding: 16, border: true },
      content: [paragraph(text('a'))],
    },
    {
      type: 'columns',
      content: [
        { type: 'column', attrs: { width: 40 }, content: [paragraph(text('a'))] },
        { type: 'column', content: [paragraph(text('a'))] },
      ],
    },
    {
      type: 'table',
      content: [
        { type: 'tableRow', content: [cell('tableHeader'), cell('tableHeader')] },
        { type: 'tableRow', content: [cell('tableCell'), cell('tableCell')] },
      ],
    },
  ],
}

const kept = new Map<string, Promise<Map<string, Unsupported>>>()

/**
 * What our own components and React Email’s write into every mail although a mail program or two do not support it:
 * found in a mail of every block, and in what a new template in code begins with. Remembered for a theme.
 */
export function knownFeatures(theme: BrandTheme): Promise<Map<string, Unsupported>> {
  const key = JSON.stringify(theme)
  let found = kept.get(key)
  if (!found) {
    found = find(theme)
    found.catch(() => kept.delete(key))
    if (kept.size > 20) kept.clear()
    kept.set(key, found)
  }
  return found
}

async function find(theme: BrandTheme): Promise<Map<string, Unsupported>> {
  const options = { locale: 'en', variables: null, theme }
  const lines = { subject: 'a', preheader: 'b' }
  const all = await Promise.all([
    compileSource('visual', { ...lines, doc: EVERYTHING }, options),
    compileSource('code', { ...lines, code: codeStarter }, options),
    compileSource('plain', { subject: 'a', body: 'b', html_body: null }, options),
  ])
  const known = new Map<string, Unsupported>()
  for (const { compiled } of all) {
    for (const { title, unsupported } of unsupportedIn(compiled ? htmlOf(compiled) : '<p>').values()) {
      const before = known.get(title)?.unsupported ?? []
      known.set(title, { title, unsupported: [...new Set([...before, ...unsupported])] })
    }
  }
  return known
}

function htmlOf(compiled: Compiled): string {
  const builtIn = {
    recipient: { name: 'Ada', email: 'ada@example.com', locale: 'en', timezone: 'UTC' },
    app: { name: 'Posthorn', url: 'https://posthorn.example' },
    unsubscribe_url: 'https://posthorn.example/u',
  }
  const rendered = renderCompiled(compiled, { data: sampleData(usesOf(compiled), null), builtIn })
  return 'issues' in rendered ? '<p>' : rendered.html
}
