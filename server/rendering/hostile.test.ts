import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import { describe, expect, test } from 'vitest'
import type { Compiled } from '#server/templates/compile/format.ts'
import { compileMarked } from '#server/templates/compile/marked-source.ts'
import { compilePlain } from '#server/templates/compile/plain.ts'
import { hostileValues } from '#server/testing/hostile-values.ts'
import { sameNumbers, structureOf } from '#server/testing/html-structure.ts'
import { markedHtml } from '#server/testing/marked-html.ts'
import { renderCompiled } from './compiled.ts'

type Node = DefaultTreeAdapterTypes.ChildNode

/** As an author of the API, and as the two editors hand it over; `«x»` is the value. */
const kinds: [string, (html: string, subject: string) => Compiled][] = [
  [
    'plain',
    (html, subject) => {
      const source = { subject, body: 'A {x} B', html_body: html.replaceAll('«x»', '{x}') }
      return compilePlain(source, { locale: 'en', variables: null }).compiled
    },
  ],
  ['visual', (html, subject) => marked(html, subject, 'doc')],
  ['code', (html, subject) => marked(html.replaceAll('«x»', '<!-- -->«x»<!-- -->'), subject, 'code')],
]

function marked(html: string, subject: string, field: 'doc' | 'code'): Compiled {
  // In attributes React writes no comments.
  const written = html.replaceAll(/="[^"]*"/g, (attribute) => attribute.replaceAll('<!-- -->', ''))
  const lines = { subject, preheader: 'Before {x} after' }
  const { compiled, problems } = compileMarked(markedHtml(written), lines, {
    locale: 'en',
    variables: null,
    field,
  })
  if (!compiled) throw new Error(JSON.stringify(problems))
  return compiled
}

function render(compiled: Compiled, data: Record<string, unknown>) {
  const rendered = renderCompiled(compiled, { data, builtIn: {} })
  if ('issues' in rendered) throw new Error(JSON.stringify(rendered.issues))
  return rendered
}

const page = (body: string) =>
  `<!DOCTYPE html><html lang="en"><head><title>t</title><style>p{margin:0}</style></head><body class="b">${body}</body></html>`
const whole = page(
  '<p id="t">A «x» B</p><p title="A «x» B" id="a">x</p><a href="«x»" id="l">«x»</a><a href="https://a.b/«x»?q=«x»" id="q">q</a>' +
    '<a href="mailto:«x»" id="m">m</a><p style="color:«x»;margin:0" id="s">«x»</p><img src="«x»" alt="«x»">' +
    '<table><tbody><tr><td background="«x»">«x»</td></tr></tbody></table><div>«x»</div>«x»',
)

const elements = (nodes: readonly Node[]): DefaultTreeAdapterTypes.Element[] =>
  nodes.flatMap((node) => ('tagName' in node ? [node, ...elements(node.childNodes)] : []))
function byId(html: string, id: string) {
  const found = elements(parse(html).childNodes).find(({ attrs }) =>
    attrs.some(({ name, value }) => name === 'id' && value === id),
  )
  if (!found) throw new Error(`no #${id} in ${html}`)
  const text = found.childNodes.map((node) => ('value' in node ? node.value : '')).join('')
  return { text, attribute: (name: string) => found.attrs.find((one) => one.name === name)?.value ?? '' }
}

/** As an HTML parser reads characters (HTML 13.2.3.5): line breaks are one, NUL is dropped, or a replacement. */
const asRead = (text: string, nul: '' | '\ufffd') => text.replaceAll(/\r\n?/g, '\n').replaceAll('\0', nul)
const collapsed = (text: string) => text.replaceAll(/[ \t\r\n\f\u200b]+/g, ' ').trim()

describe.each(kinds)('a hostile value in a template, %s,', (kind, compile) => {
  const compiled = compile(whole, 'A {x} B')
  const expected = structureOf(render(compiled, { x: 'word' }).html)

  test('adds nothing to its structure', () => {
    for (const x of hostileValues) {
      expect(structureOf(render(compiled, { x }).html), JSON.stringify(x)).toEqual(expected)
    }
  })

  test('adds nothing, however it is put together', () => {
    const next = sameNumbers(20261121)
    for (let i = 0; i < 1_500; i++) {
      const pick = () => hostileValues[next(hostileValues.length)] ?? ''
      const x = Array.from({ length: 2 + next(4) }, pick).join('')
      expect(structureOf(render(compiled, { x }).html), JSON.stringify(x)).toEqual(expected)
    }
  })

  test('arrives as itself in text, attributes and parts of links', () => {
    for (const x of hostileValues) {
      const { html } = render(compiled, { x })
      expect(byId(html, 't').text, JSON.stringify(x)).toBe(asRead(`A ${x} B`, ''))
      expect(byId(html, 'a').attribute('title')).toBe(asRead(`A ${x} B`, '\ufffd'))
      const [, path = '', query = ''] =
        /^https:\/\/a\.b\/([^/?#&=]*)\?q=([^/?#&=]*)$/.exec(byId(html, 'q').attribute('href')) ?? []
      expect([decodeURIComponent(path), decodeURIComponent(query)]).toEqual([
        x.toWellFormed(),
        x.toWellFormed(),
      ])
      const address = byId(html, 'm').attribute('href').slice('mailto:'.length)
      expect(address).not.toMatch(/[?&\s]/)
      expect(decodeURIComponent(address)).toBe(x.toWellFormed())
    }
  })

  test('is followed as a link only with a scheme that may be', () => {
    for (const x of hostileValues) {
      const { html } = render(compiled, { x })
      const href = byId(html, 'l').attribute('href')
      expect(href, JSON.stringify(x)).toMatch(/^(?:#$|https?:|mailto:|tel:)/i)
      if (URL.canParse(href)) expect(['https:', 'http:', 'mailto:', 'tel:']).toContain(new URL(href).protocol)
    }
  })

  test('ends no declaration of a style', () => {
    for (const x of hostileValues) {
      const style = byId(render(compiled, { x }).html, 's').attribute('style')
      expect(style.split(';'), JSON.stringify(x)).toHaveLength(2)
      expect(style).toMatch(/^color:[^:;(){}\\"'/*]*;margin:0$/)
    }
  })

  test('is one line of the subject', () => {
    for (const x of hostileValues) {
      const { subject } = render(compiled, { x })
      expect(subject, JSON.stringify(x)).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u)
      if (/^[\x21-\x7e]+$/.test(x)) expect(subject).toBe(`A ${x} B`)
    }
  })

  test('is itself in plain text, or # where it is a link', () => {
    const linkless = compile(page('<p>A «x» B</p>'), 'S')
    for (const x of hostileValues) {
      const { text } = render(linkless, { x })
      expect(text, JSON.stringify(x)).toBe(kind === 'plain' ? `A ${x} B` : collapsed(`A ${x} B`))
      const isScript = /^(?:javascript|vbscript|data|file|blob):/i.test(x.replaceAll(/[\s\p{Cc}]+/gu, ''))
      if (isScript) expect(render(compiled, { x }).text, JSON.stringify(x)).toMatch(/^A # B/)
    }
  })
})

describe.each(kinds.slice(1))('inside of conditions and repetitions, %s,', (_, compile) => {
  const compiled = compile(
    page(
      '<div>«?x»<p>«x»</p>«:»<p>none</p>«/»</div>&amp;«?x»«x»«/»<ul>«*items item»<li title="«item»"><a href="https://a.b/«item»">«item»</a>«?item=no»<b>«/»</li>«/»</ul>'.replace(
        '<b>«/»',
        '<b>x</b>«/»',
      ),
    ),
    'S',
  )

  test('it adds nothing, either', () => {
    const expected = structureOf(render(compiled, { x: 'word', items: ['a', 'b'] }).html)
    for (const x of hostileValues.filter((value) => value !== '')) {
      const { html } = render(compiled, { x, items: [x, 'b'] })
      expect(structureOf(html), JSON.stringify(x)).toEqual(expected)
    }
  })
})
