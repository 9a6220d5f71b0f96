import { describe, expect, test } from 'vitest'
import type { Variables } from './declared.ts'
import { compiledSchema } from './format.ts'
import { compilePlain } from './plain.ts'

const compile = (html: string, variables: Variables | null = null) =>
  compilePlain({ subject: 'S', body: 'B', html_body: html }, { locale: 'en', variables })

/** The contexts of an HTML body's variables, in order. */
const contextsOf = (html: string) =>
  compile(html).compiled.html.flatMap((segment) =>
    typeof segment !== 'string' && 'value' in segment ? [segment.context] : [],
  )
const problemsOf = (html: string): string[] => {
  try {
    compile(html)
    return []
  } catch (error) {
    return (error as { issues: { path: string; message: string }[] }).issues.map(
      ({ path, message }) => `${path}, ${message}`,
    )
  }
}

describe('the context of a variable', () => {
  test.each<[string, string[]]>([
    ['<p>{x}</p>', ['html']],
    ['{x}', ['html']],
    ['a < {x} > b', ['html']],
    ['<title>{x}</title>', ['html']],
    ['<textarea><a href="{x}"></textarea>', ['html']],
    ['<p title="{x}">', ['attribute']],
    ['<p title=\'{x}\' id="{y}">', ['attribute', 'attribute']],
    ['<p title={x}>', ['attribute']],
    ['<a href="{x}">', ['link']],
    ['<a href=" {x}">', ['link']],
    ['<A HREF={x}>', ['link']],
    ['<a href="{x}/a/{y}?z={z}">', ['link', 'link-part', 'link-part']],
    ['<a href="https://shop.example/{x}">', ['link-part']],
    ['<a href="/orders/{x}">', ['link-part']],
    ['<a href="mailto:{x}?subject={y}">', ['address-part', 'address-part']],
    ['<a href="tel:{x}">', ['address-part']],
    ['<img src="{x}" alt="{y}">', ['link', 'attribute']],
    ['<img srcset="{x} 1x, {y} 2x, https://a.b/{z} 3x">', ['enclosed-link', 'enclosed-link', 'link-part']],
    ['<td background="{x}">', ['link']],
    ['<form action="{x}"><button formaction="{y}">', ['link', 'link']],
    ['<p style="color:{x}">', ['css']],
    ['<p style="background:url({x})">', ['enclosed-link']],
    ['<p style="background:url(\'{x}\')">', ['enclosed-link']],
    ['<p style="background:url(&quot;{x}&quot;)">', ['enclosed-link']],
    ['<p style="background:url(https://a.b/{x}.png)">', ['link-part']],
    ['<!--[if mso]><v:roundrect href="{x}">{y}</v:roundrect><![endif]-->', ['link', 'html']],
    ['<!--[if !mso]><!--><p>{x}</p><!--<![endif]-->', ['html']],
    ['<p title=">">{x}</p>', ['html']],
    ["<p title='<b'>{x}</p>", ['html']],
    ['<p a=b{x}c>', ['attribute']],
    ['<br/>{x}', ['html']],
    ['<svg><path d="M0"/></svg>{x}', ['html']],
    ['<svg/>{x}', ['html']],
  ])('%s', (html, expected) => {
    expect(contextsOf(html)).toEqual(expected)
  })

  test.each([
    '<!-- {x} -->',
    '<!doctype html {x}>',
    '<!--{x}-->',
    '<?{a:b}{x}>'.replace('{x}', ''),
    '<!--><!---->',
  ])('none, it is text: %s', (html) => {
    expect(contextsOf(html)).toEqual([])
    expect(compile(html).compiled.html.join('')).toBe(html)
  })
})

describe('publishing is stopped, with the place,', () => {
  test.each<[string, string]>([
    [
      '<p>\n  <script>var a = "{x}"</script>',
      'html_body, line 2, column 20: a variable can not stand inside of <script>',
    ],
    [
      '<style>p{color:{x}}</style>',
      'html_body, line 1, column 16: a variable can not stand inside of <style>',
    ],
    ['<{x}>', ''],
    ['<h{x}>', 'html_body, line 1, column 3: a variable can not stand for a tag'],
    ['</{x}>', 'html_body, line 1, column 3: a variable can not stand for a tag'],
    ['</p {x}>', 'html_body, line 1, column 5: a variable can not stand for an attribute'],
    ['</p a="{x}">', 'html_body, line 1, column 8: a variable can not stand in a closing tag'],
    ['<p {x}>', 'html_body, line 1, column 4: a variable can not stand for an attribute'],
    ['<p data-{x}="1">', 'html_body, line 1, column 9: a variable can not stand for an attribute'],
    ['<p onclick="a({x})">', 'html_body, line 1, column 15: a variable can not stand in a script (onclick)'],
    [
      '<a href="javascript:{x}">',
      'html_body, line 1, column 21: a variable can not stand in a javascript: link',
    ],
    [
      '<a href="java&#115;cript&colon;{x}">',
      'html_body, line 1, column 32: a variable can not stand in a javascript: link',
    ],
    [
      '<a href="java\tscript:{x}">',
      'html_body, line 1, column 22: a variable can not stand in a javascript: link',
    ],
    [
      '<img src="data:image/png;base64,{x}">',
      'html_body, line 1, column 33: a variable can not stand in a data: link',
    ],
    [
      '<p style="{x}">',
      'html_body, line 1, column 11: in style a variable can stand for a value, not for a whole declaration',
    ],
    [
      '<p style="background:url(javascript:{x})">',
      'html_body, line 1, column 37: a variable can not stand in a javascript: link',
    ],
    ['<iframe srcdoc="{x}"></iframe>', 'html_body, line 1, column 17: a variable can not stand in srcdoc'],
    [
      '<meta content="0;url={x}" http-equiv=refresh>',
      'html_body, line 1, column 22: a variable can not stand in a meta http-equiv',
    ],
    ['<svg><a href="{x}">', 'html_body, line 1, column 15: a variable can not stand inside of svg or math'],
    ['<p title="{x}', 'html_body, line 1, column 1: this <p> is never closed'],
    ['<p>a <b', 'html_body, line 1, column 6: this <b> is never closed'],
    ['<!-- a', 'html_body, line 1, column 1: this comment is never closed'],
    ['<title>a', 'html_body, line 1, column 1: this <title> is never closed'],
  ])('by %s', (html, expected) => {
    expect(problemsOf(html)).toEqual(expected === '' ? [] : [expected])
  })

  test('at the first twenty of many places', () => {
    expect(problemsOf('<p {x}>'.repeat(50))).toHaveLength(20)
  })
})

test('what is compiled is of the format, and every other brace survives', () => {
  const html = '<style>p{color:red}</style><p style="margin:0">{ a } {name|you} {}</p>'
  const { compiled } = compile(html)
  expect(compiledSchema.parse(JSON.parse(JSON.stringify(compiled)))).toEqual(compiled)
  expect(compiled.html).toEqual([
    '<style>p{color:red}</style><p style="margin:0">{ a } ',
    { value: ['name'], context: 'html', fallback: 'you' },
    ' {}</p>',
  ])
})

test('a variable that its schema does not require has its default, or nothing, to fall back on', () => {
  const properties = {
    a: { type: 'string' },
    b: { type: 'string' },
    c: { type: 'number', default: 3 },
    d: { type: 'object', properties: { e: { type: 'string' } }, required: ['e'] },
  }
  const variables = { type: 'object' as const, properties, required: ['a'] }
  expect(compile('{a}{b}{c}{d.e}{f}{b|x}', variables).compiled.html).toEqual([
    { value: ['a'], context: 'html' },
    { value: ['b'], context: 'html', fallback: '' },
    { value: ['c'], context: 'html', fallback: '3' },
    { value: ['d', 'e'], context: 'html', fallback: '' },
    { value: ['f'], context: 'html' },
    { value: ['b'], context: 'html', fallback: 'x' },
  ])
})

describe('warnings', () => {
  test.each<[string, string, Variables | null, string[]]>([
    ['none', '<p>{x} <a href="https://a.b/{x}#c">c</a> <img src="cid:1" alt=""></p>', null, []],
    [
      'an image without alt',
      '<p>\n<img src="https://a.b/c.png">',
      null,
      ['html_body: line 2, column 1: this image has no alt text'],
    ],
    [
      'links that lead nowhere',
      '<a href="/a">a</a><a href="javascript:b()">b</a>',
      null,
      [
        'html_body: line 1, column 1: the href of this <a> leads nowhere in a mail',
        'html_body: line 1, column 19: the href of this <a> leads nowhere in a mail',
      ],
    ],
    [
      'a script',
      '<script>a()</script>',
      null,
      ['html_body: line 1, column 1: mail programs remove <script>'],
    ],
    [
      'spaces inside of braces',
      '<p>{{ user.name }}</p>',
      null,
      ['html_body: line 1, column 4: write {user.name} without spaces; this is sent as it stands'],
    ],
    [
      'what is not declared and what is not used',
      '{a} {recipient.name|x}',
      { properties: { b: { properties: { c: true } } } },
      ['variables: “a” is used, but not declared', 'variables: “b.c” is declared, but not used'],
    ],
    [
      'a value that holds another',
      '{a} {a.b}',
      null,
      ['body: “a” is used both as a value and as what holds one'],
    ],
    [
      'a mail that is cut',
      'x'.repeat(110 * 1024),
      null,
      ['html_body: is 110 KB: Gmail cuts a mail above 102 KB'],
    ],
  ])('%s', (_, html, variables, expected) => {
    expect(compile(html, variables).warnings.map(({ path, message }) => `${path}: ${message}`)).toEqual(
      expected,
    )
  })
})

test('a megabyte of anything is compiled or refused, in a time that grows with its length', () => {
  const pieces = [
    '<!---->',
    '<p {x}>',
    '{a}',
    '<',
    '{',
    '<a href="{x}">',
    '<svg>',
    '{a|',
    '<!--[if a]>',
    '</',
  ]
  for (const piece of [...pieces, '&{a}', '<title>', 'tel:.', '{a }']) {
    expect(problemsOf(piece.repeat(Math.ceil(1_000_000 / piece.length))).length).toBeLessThanOrEqual(20)
  }
}, 60_000)
