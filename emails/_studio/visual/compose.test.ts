import { parse } from 'parse5'
import { describe, expect, it } from 'vitest'
import { marksOf } from '../marks.ts'
import { visualStarter } from '../starters/visual.ts'
import { composeVisual } from './compose.tsx'
import type { Concrete, DocNode, Theme } from './types.ts'

const theme: Theme = {
  brandName: 'Acme',
  logo: null,
  colours: {
    page: '#f5f3f0',
    card: '#ffffff',
    text: '#1d1a17',
    muted: '#605b56',
    accent: '#006c70',
    onAccent: '#ffffff',
  },
  font: 'system',
  headingFont: 'georgia',
  fontSize: 15,
  radius: 8,
  width: 600,
  footer: 'Sent by Acme\n[Unsubscribe]({unsubscribe_url})',
}

const text = (words: string, ...marks: DocNode['marks'] & object): DocNode => ({
  type: 'text',
  text: words,
  ...(marks.length > 0 ? { marks } : {}),
})
const p = (...content: DocNode[]): DocNode => ({ type: 'paragraph', content })
const variable = (path: string, attrs = {}): DocNode => ({ type: 'variable', attrs: { path, ...attrs } })
const doc = (...content: DocNode[]): DocNode => ({ type: 'doc', content })
const node = (type: string, attrs: Record<string, unknown>, ...content: DocNode[]): DocNode => ({
  type,
  attrs,
  content,
})

async function composed(
  document: unknown,
  options: { concrete?: Concrete; theme?: Theme; locale?: string } = {},
) {
  const result = await composeVisual(document, { locale: 'en', theme, ...options })
  if (!('html' in result)) throw new Error(JSON.stringify(result.problems))
  return result
}

/** The card of the mail, with marks as `«number»`, without the comments that React leaves. */
const card = (html: string): string => {
  const body = html.slice(html.indexOf('class="gutter"')).replace(/<!--.*?-->/g, '')
  let out = ''
  let from = 0
  for (const { start, end, number } of marksOf(body)) {
    out += `${body.slice(from, start)}«${number}»`
    from = end
  }
  return (out + body.slice(from)).replace(/ (?:style|class)="[^"]*"/g, '')
}

const real = (data: Record<string, unknown>): Concrete => ({
  data,
  builtIn: { unsubscribe_url: 'https://acme.example/u/1' },
  text: (value, mark) => String(value ?? mark.fallback ?? ''),
})

describe('with marks', () => {
  it('writes values, in text and in addresses, in the order in which they stand', async () => {
    const { html, marks } = await composed(
      doc(
        p(text('Hello '), variable('user.name', { fallback: 'you', format: { name: 'upper' } })),
        node('button', { href: '{order.url}?from={source|mail}' }, text('Open '), variable('order.id')),
        p(text('terms', { type: 'link', attrs: { href: 'https://acme.example/{lang}' } })),
        node('image', { src: '{photo}', alt: 'A photo', width: 200, href: '{photo_page}' }),
      ),
    )
    expect(marks.map((mark) => ('path' in mark ? mark.path.join('.') : mark.kind))).toEqual([
      'user.name',
      'order.url',
      'source',
      'order.id',
      'lang',
      'photo',
      'photo_page',
      'unsubscribe_url',
    ])
    expect(marks[0]).toEqual({
      kind: 'value',
      path: ['user', 'name'],
      fallback: 'you',
      filter: { name: 'upper' },
    })
    expect(marks[2]).toEqual({ kind: 'value', path: ['source'], fallback: 'mail' })
    const inside = card(html)
    expect(inside).toContain('Hello «0»')
    expect(inside).toContain('href="«1»?from=«2»"')
    expect(inside).toContain('href="https://acme.example/«4»"')
    expect(inside).toContain('<a href="«6»"><img alt="A photo" src="«5»" width="200"')
  })

  it('puts conditions and repeats around blocks', async () => {
    const { html, marks } = await composed(
      doc(
        node(
          'showIf',
          { path: 'order.express', is: true, not: true },
          p(text('slow')),
          node('otherwise', {}, p(text('fast'))),
        ),
        node('repeat', { path: 'items', as: 'item' }, p(variable('item.name'))),
      ),
    )
    expect(marks.slice(0, 6)).toEqual([
      { kind: 'if', path: ['order', 'express'], is: true, not: true },
      { kind: 'else' },
      { kind: 'end' },
      { kind: 'each', path: ['items'], as: 'item' },
      { kind: 'value', path: ['item', 'name'] },
      { kind: 'end' },
    ])
    expect(card(html)).toContain('«0»<p>slow</p>«1»<p>fast</p>«2»«3»<p>«4»</p>«5»')
  })

  it('repeats rows of a table and items of a list, each with its own condition', async () => {
    const flow = {
      repeat: { path: 'items', as: 'item' },
      showIf: { path: 'item.price', is: null, not: false },
    }
    const { html } = await composed(
      doc(
        node(
          'table',
          {},
          node('tableRow', {}, node('tableHeader', {}, p(text('Name')))),
          node('tableRow', flow, node('tableCell', { align: 'right' }, p(variable('item.name')))),
        ),
        node('bulletList', {}, node('listItem', flow, p(variable('item.name')))),
      ),
    )
    const inside = card(html)
    expect(inside).toContain('</tr>«0»«1»<tr><td align="right" valign="top">«2»</td></tr>«3»«4»</tbody>')
    expect(inside).toContain('<ul>«5»«6»<li>«7»</li>«8»«9»</ul>')
  })

  it('writes every other block', async () => {
    const { html } = await composed(
      doc(
        node('heading', { level: 1, align: 'center' }, text('Title')),
        p(
          text('b', { type: 'bold' }),
          text('i', { type: 'italic' }),
          text('u', { type: 'underline' }),
          { type: 'hardBreak' },
          text('s', { type: 'strike' }),
          text('c', { type: 'code' }),
        ),
        node('orderedList', { start: 3 }, node('listItem', {}, p(text('one')))),
        node('blockquote', {}, p(text('words'))),
        { type: 'horizontalRule' },
        node('section', { background: '#eeeeee', padding: 24, border: true }, p(text('boxed'))),
        node(
          'columns',
          { gap: 20 },
          node('column', {}, p(text('left'))),
          node('column', { width: 30 }, p(text('right'))),
        ),
      ),
    )
    const inside = card(html)
    expect(inside).toContain(
      '<h1>Title</h1><p><strong>b</strong><em>i</em><u>u</u><br/><s>s</s><code>c</code></p>',
    )
    expect(inside).toContain('<ol start="3"><li>one</li></ol><blockquote><p>words</p></blockquote><hr/>')
    expect(inside).toContain('<td><p>boxed</p></td>')
    expect(inside).toMatch(
      /<td valign="top" width="50%"><p>left<\/p><\/td><td valign="top" width="30%"><p>right/,
    )
    expect(html).toContain('padding-left:20px')
    expect(html).toContain('font-family:Georgia')
  })

  it('stands in the frame of the theme, in the language of the mail', async () => {
    const { html } = await composed(visualStarter, { locale: 'ar' })
    expect(html).toMatch(/<html dir="rtl" lang="ar">/)
    expect(html).toContain('prefers-color-scheme:dark')
    expect(html).toContain('>Acme</p>')
    expect(html).toMatch(/<a class="muted" href="[\uE000-\uE019]+" style="[^"]+">Unsubscribe<\/a>/)
    const dark = { ...theme, colours: { ...theme.colours, card: '#101010', text: '#f0f0f0' } }
    expect((await composed(visualStarter, { theme: dark })).html).not.toContain('prefers-color-scheme')
    const logo = { url: 'https://acme.example/logo.png', alt: '', width: 120 }
    expect((await composed(visualStarter, { theme: { ...theme, logo, footer: '' } })).html).toContain(
      'alt="Acme" src="https://acme.example/logo.png"',
    )
  })

  it('is HTML as a parser reads it, whatever is written in it', async () => {
    const words = '<script>alert(1)</script>"\'&amp;</td></table>'
    const { html } = await composed(
      doc(p(text(words)), node('image', { src: 'https://a.example/x.png', alt: words })),
    )
    const scripts: string[] = []
    const walk = (at: { nodeName: string; childNodes?: unknown[] }) => {
      if (at.nodeName === 'script') scripts.push(at.nodeName)
      for (const child of at.childNodes ?? []) walk(child as never)
    }
    walk(parse(html) as never)
    expect(scripts).toEqual([])
  })
})

describe('with real values', () => {
  const document = doc(
    node('showIf', { path: 'vip' }, p(text('very important'))),
    node(
      'showIf',
      { path: 'state', is: 'paid', not: true },
      p(text('not paid')),
      node('otherwise', {}, p(text('is paid'))),
    ),
    node(
      'repeat',
      { path: 'orders', as: 'order' },
      p(variable('order.id'), text(' of '), variable('name', { fallback: 'nobody' })),
      node(
        'bulletList',
        {},
        node('listItem', { repeat: { path: 'order.lines', as: 'line' } }, p(variable('line'))),
      ),
    ),
  )

  it('decides, repeats and writes, and leaves no mark', async () => {
    const orders = [
      { id: 'A', lines: ['a1', 'a2'] },
      { id: 'B', lines: [] },
    ]
    const { html, marks } = await composed(document, { concrete: real({ vip: 1, state: 'paid', orders }) })
    expect(marks).toEqual([])
    expect(marksOf(html)).toEqual([])
    const inside = card(html)
    expect(inside).toContain(
      '<p>very important</p><p>is paid</p><p>A of nobody</p><ul><li>a1</li><li>a2</li></ul><p>B of nobody</p><ul></ul>',
    )
    expect(html).toContain('href="https://acme.example/u/1"')
  })

  it('shows nothing for what is not there', async () => {
    const { html } = await composed(document, { concrete: real({ vip: [], orders: 'none' }) })
    const inside = card(html)
    expect(inside).not.toContain('very important')
    expect(inside).toContain('<p>not paid</p></td>')
  })

  it('finds own properties only', async () => {
    const { html } = await composed(doc(p(variable('constructor.name', { fallback: 'safe' }))), {
      concrete: real({}),
    })
    expect(card(html)).toContain('<p>safe</p>')
  })
})
