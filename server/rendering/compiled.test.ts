import { parseFragment } from 'parse5'
import { describe, expect, test } from 'vitest'
import type { Compiled, Segment } from '#server/templates/compile/format.ts'
import { compilePlain } from '#server/templates/compile/plain.ts'
import { sameNumbers, structureOf } from '#server/testing/html-structure.ts'
import { renderCompiled, type Values } from './compiled.ts'

const builtIn = { recipient: { name: 'Ada', email: 'ada@example.com' }, app: { name: 'Posthorn' } }
const compile = (source: { subject?: string; body?: string; html?: string }) =>
  compilePlain(
    { subject: source.subject ?? 'S', body: source.body ?? 'B', html_body: source.html ?? null },
    { locale: 'en', variables: null },
  ).compiled

function render(compiled: Compiled, data: Record<string, unknown>) {
  const rendered = renderCompiled(compiled, { data, builtIn })
  if ('issues' in rendered) throw new Error(JSON.stringify(rendered.issues))
  return rendered
}
const html = (source: string, data: Record<string, unknown>) => render(compile({ html: source }), data).html
const text = (body: string, data: Record<string, unknown>) => render(compile({ body }), data).text
const issues = (compiled: Compiled, values: Partial<Values>) => {
  const rendered = renderCompiled(compiled, { data: {}, builtIn, ...values })
  return 'issues' in rendered ? rendered.issues : []
}

const first = (source: string) => {
  const [node] = parseFragment(source).childNodes
  if (!node || !('tagName' in node)) throw new Error(`no element in ${source}`)
  const [child] = node.childNodes
  return {
    attributes: Object.fromEntries(node.attrs.map(({ name, value }) => [name, value])),
    text: child && 'value' in child ? child.value : '',
  }
}

const hostile = [
  ...[
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</title></style><b>',
  ],
  ...[
    '-->',
    '--!>',
    '--',
    '<!--',
    ']]>',
    '<![endif]-->',
    '&lt;b&gt;',
    '&',
    '&amp',
    '=',
    '`',
    '/',
    '>',
    '<',
    '"',
    "'",
  ],
  ...[
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    '\u0001javascript:x',
  ],
  ...[
    'java\r\nscript:alert(1)',
    'javascript&colon;alert(1)',
    '&#106;avascript:alert(1)',
    'javascript\u003aalert(1)',
  ],
  ...[
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'javascript:x("https://a.b")',
    'a https://b.c',
    'le',
    'area',
    '//evil.example',
    '/relative',
    '',
  ],
  ...[
    '\ue000\ue001',
    '\u202eevil\u202c',
    '\u200fשלום',
    '\u2028',
    'a\r\nBcc: x@y.z',
    '{name}',
    '{{x}}',
    '$&',
    '$1',
    '\\',
  ],
  ...[
    'expression(alert(1))',
    'red;background:url(//evil)',
    'url(javascript:x)',
    '\ud83d\ude00',
    'ﬁ',
    'script',
    'svg',
  ],
]

describe('a hostile value', () => {
  const templates = [
    '<p>{x}</p>',
    '<p title="{x}" id=\'{x}\' lang={x}>{x}<br></p>',
    '<a href="{x}">{x}</a><a href={x}/y/{x}>z</a><a href="https://a.b/?q={x}&{x}">q</a>',
    '<img src="{x}" alt=\'{x}\' srcset="{x} 1x, {x} 2x">',
    '<p style="color:{x};background:url({x})">a <{x} &{x}; < {x}</p>',
    '<div style=\'background:url("{x}") no-repeat;width:{x}px\'>x</div>',
    '<!doctype html><html><head><title>a {x}</title></head><body>{x}<textarea>{x}</textarea></body></html>',
    '<!--[if mso]><v:rect href="{x}" title="{x}>">{x}></v:rect><![endif]--><p>{x}</p>',
    '<!--[if !mso]><!--><p title={x}>{x}</p><!--<![endif]-->',
    '<!-- {x} --><p>{x}{x}</p>',
    '<title>a </tit{x}> <b></title><textarea></text{x}> <b></textarea>',
    '<table><tr><td background={x}>{x}</td></tr></table>',
    '<a href="mailto:{x}?subject={x}">m</a><a href="tel:{x}">t</a>',
  ]

  test.each(templates)('adds nothing to %s', (source) => {
    const compiled = compile({ html: source })
    const expected = structureOf(render(compiled, { x: 'word' }).html)
    for (const x of hostile) {
      expect(structureOf(render(compiled, { x }).html), JSON.stringify(x)).toEqual(expected)
    }
  })

  test('adds nothing, however it is put together', () => {
    const next = sameNumbers(20261121)
    const pick = (from: readonly string[]) => from[next(from.length)] ?? ''
    const compiled = templates.map((source) => {
      const made = compile({ html: source })
      return { made, expected: structureOf(render(made, { x: 'word' }).html) }
    })
    for (let i = 0; i < 2_000; i++) {
      const x = Array.from({ length: 1 + next(4) }, () => pick(hostile)).join('')
      const template = compiled[next(compiled.length)]
      if (!template) continue
      expect(structureOf(render(template.made, { x }).html), JSON.stringify(x)).toEqual(template.expected)
    }
  })

  test('comes back as it was from text and attributes', () => {
    for (const x of hostile.filter((value) => !/[\r\n]/.test(value))) {
      const found = first(html('<p title="{x}" lang={x}>{x}</p>', { x }))
      expect(found).toEqual({ attributes: { title: x, lang: x }, text: x })
    }
  })

  test('is in a link an address that may be followed, or #', () => {
    const link = (x: unknown) => first(html('<a href="{x}">x</a>', { x })).attributes.href
    for (const x of ['https://a.b/c?d=e&f=g#h', 'http://a.b', 'HTTPS://A.B', 'mailto:a@b.c', 'tel:+49123']) {
      expect(link(x)).toBe(x)
    }
    expect(link(' https://a.b ')).toBe('https://a.b')
    expect(link('ht\ntps://a.b')).toBe('https://a.b')
    expect(link('https://a.b/c d')).toBe('https://a.b/c%20d')
    for (const x of hostile) expect(link(x), JSON.stringify(x)).toBe('#')
    expect(first(html('<p style="background:url({x})">', { x: 'https://a.b/")(\'' })).attributes.style).toBe(
      'background:url(https://a.b/%22%29%28%27)',
    )
  })

  test('is percent-encoded where it is a part of a link', () => {
    const link = (before: string, x: string) =>
      first(html(`<a href="${before}{x}">x</a>`, { x })).attributes.href
    expect(link('https://a.b/', 'c d/../?e=f&g#h')).toBe('https://a.b/c%20d%2F..%2F%3Fe%3Df%26g%23h')
    expect(link('https://a.b', '@evil.example')).toBe('https://a.b%40evil.example')
    expect(link('mailto:', 'ada+x@example.com?bcc=x@y.z')).toBe('mailto:ada+x@example.com%3Fbcc%3Dx@y.z')
    expect(link('tel:', '+49 123')).toBe('tel:+49%20123')
    expect(link('java', 'script:alert(1)')).toBe('javascript%3Aalert%281%29')
  })

  test('of a style ends no declaration', () => {
    const style = (x: string) => first(html('<p style="color:{x};margin:0">', { x })).attributes.style
    expect(style('#ff0000')).toBe('color:#ff0000;margin:0')
    expect(style('rgb(1, 2, 3)')).toBe('color:rgb(1, 2, 3);margin:0')
    expect(style('red;background:url(//evil)')).toBe('color:redbackgroundurlevil;margin:0')
  })

  test('is one line of a subject', () => {
    const subject = (x: string) => render(compile({ subject: 'Hi {x}!' }), { x }).subject
    expect(subject('a\r\nBcc: x@y.z')).toBe('Hi a Bcc: x@y.z!')
    expect(subject('a\u0000\u0007\u0085\u2028b')).toBe('Hi a b!')
    expect(subject('\u202eevil\u202c')).toBe('Hi evil!')
    expect(subject('<b> & "\'')).toBe('Hi <b> & "\'!')
    expect(subject('\u200fשלום \ue000')).toBe('Hi \u200fשלום \ue000!')
  })

  test('is itself in plain text', () => {
    for (const x of hostile) expect(text('a {x} b', { x })).toBe(`a ${x} b`)
  })

  test('that the HTML uses as a link is held to the same in the text', () => {
    const compiled = compile({ html: '<a href="{url}">x</a>', body: 'See {url}.' })
    expect(render(compiled, { url: 'https://a.b' }).text).toBe('See https://a.b.')
    expect(render(compiled, { url: 'example.com/a' }).text).toBe('See example.com/a.')
    expect(render(compiled, { url: 'java\nscript:alert(1)' }).text).toBe('See #.')
  })
})

test('what may open a tag or a reference by what follows is written as text', () => {
  expect(html('a <{x}> & {x} &{x};', { x: 'b' })).toBe('a &lt;b> & b &amp;b;')
})

describe('HTML made from the body', () => {
  const made = (body: string, data: Record<string, unknown> = {}) =>
    render(compile({ body, subject: '{s|S}' }), data).html
  const card = (source: string) =>
    /<p[\s\S]*<\/p>/.exec(source)?.[0].replaceAll(/ (?:dir|class|style)="[^"]*"/g, '')

  test('has paragraphs, line breaks and links', () => {
    expect(
      card(
        made('Hello {name},\nhow are you?\n\n \nSee {url}/a?b=c&d, or https://x.y.\r\n\r\nBye', {
          name: 'A&B',
          url: 'https://a.b',
        }),
      ),
    ).toBe(
      [
        '<p>Hello A&amp;B,<br>\nhow are you?</p>',
        '<p>See <a href="https://a.b/a?b=c&amp;d">https://a.b/a?b=c&amp;d</a>, or <a href="https://x.y">https://x.y</a>.</p>',
        '<p>Bye</p>',
      ].join('\n'),
    )
  })

  test('holds nothing but these, whatever the values are', () => {
    const compiled = compile({ subject: '{x}', body: 'Hello {x}, see https://a.b/{x} and {x}' })
    const frame = new Set([...structureOf(render(compile({}), {}).html), '<a class href style>', '<br>'])
    for (const x of [...hostile, 'https://a.b/"onclick="x', 'https://<b>', "mailto:'a'"]) {
      for (const element of structureOf(render(compiled, { x }).html)) expect(frame).toContain(element)
    }
  })

  test('has its subject for a title, and its locale', () => {
    const document = made('Hi', { s: '</title><b>' })
    expect(document).toContain('<title>&lt;/title&gt;&lt;b&gt;</title>')
    expect(document).toContain('<html lang="en">')
  })
})

describe('a value', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['{a.b.c}', { a: { b: { c: 'x' } } }, 'x'],
    ['{n} {f} {t}', { n: 599, f: false, t: 1.5 }, '599 false 1.5'],
    ['{a|there}', {}, 'there'],
    ['{a|there}', { a: null }, 'there'],
    ['{a|there}', { a: '' }, 'there'],
    ['[{a}]', { a: '' }, '[]'],
    ['{a|}', {}, ''],
    ['{a.b|x}', { a: 'text' }, 'x'],
    ['{constructor|own} {__proto__|own} {toString.name|own} {a.length|own}', { a: [1] }, 'own own own own'],
    ['{recipient.name} {app.name}', {}, 'Ada Posthorn'],
    ['{recipient.name}', { recipient: { name: 'Bob' } }, 'Bob'],
  ])('%s', (body, data, expected) => {
    expect(text(body, data)).toBe(expected)
  })

  test('that is missing or no text is named, once each', () => {
    const compiled = compile({
      subject: '{name}',
      body: '{name} {user.id} {list} {constructor}',
      html: '<p>{name}</p>',
    })
    expect(issues(compiled, { data: { user: {}, list: [1] } })).toEqual([
      { path: 'name', message: 'is required' },
      { path: 'user.id', message: 'is required' },
      { path: 'list', message: 'must be a text, a number or true or false' },
      { path: 'constructor', message: 'is required' },
    ])
  })
})

test('a mail that would fill the memory is none', () => {
  const compiled = compile({ body: '{x}'.repeat(50_000) })
  expect(issues(compiled, { data: { x: 'x'.repeat(900_000) } })).toEqual([
    { path: '', message: 'makes a mail of more than 5 million characters' },
  ])
})

test('a mail whose text is small, but not the HTML of its paragraphs, is none', () => {
  expect(issues(compile({ body: '{x}' }), { data: { x: 'x\n\n'.repeat(300_000) } })).toEqual([
    { path: '', message: 'makes a mail of more than 5 million characters' },
  ])
})

describe('conditions and lists', () => {
  const compiled = (segments: Segment[]): Compiled => ({ format: 1, subject: [], html: [], text: segments })
  const name: Segment = { value: ['item', 'name'], context: 'text' }

  test('of the format are written', () => {
    const segments: Segment[] = [
      { if: ['paid'], body: ['Paid.'], else: ['Open.'] },
      {
        each: ['items'],
        as: 'item',
        body: [
          ' ',
          name,
          { each: ['item', 'tags'], as: 'tag', body: ['#', { value: ['tag'], context: 'text' }] },
        ],
      },
      { if: ['items'], body: ['!'] },
    ]
    const items = [{ name: 'a', tags: ['x', 'y'] }, { name: 'b' }]
    expect(render(compiled(segments), { paid: true, items }).text).toBe('Paid. a#x#y b!')
    expect(render(compiled(segments), { paid: 0, items: [] }).text).toBe('Open.')
    expect(render(compiled(segments), {}).text).toBe('Open.')
  })

  test('name what is wrong by its place in the data', () => {
    const segments: Segment[] = [{ each: ['order', 'items'], as: 'item', body: [name] }]
    expect(issues(compiled(segments), { data: { order: { items: [{ name: 'a' }, {}] } } })).toEqual([
      { path: 'order.items[1].name', message: 'is required' },
    ])
    expect(issues(compiled(segments), { data: { order: { items: 'a' } } })).toEqual([
      { path: 'order.items', message: 'must be a list' },
    ])
  })
})
