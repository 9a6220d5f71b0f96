import { describe, expect, test } from 'vitest'
import { renderCompiled } from '#server/rendering/compiled.ts'
import { markedHtml } from '#server/testing/marked-html.ts'
import type { Variables } from './declared.ts'
import { compiledSchema, type Segment } from './format.ts'
import type { Marked } from './marked.ts'
import { compileMarked } from './marked-source.ts'

const lines = { subject: 'S', preheader: '' }
const compile = (marked: Marked, variables: Variables | null = null, of = lines) =>
  compileMarked(marked, of, { locale: 'en', variables, field: 'code' })
const problems = (template: string) =>
  compile(markedHtml(template)).problems.map(({ message, where }) => `${where?.name ?? ''}: ${message}`)
function html(template: string): Segment[] {
  const { compiled, problems } = compile(markedHtml(template))
  if (!compiled) throw new Error(JSON.stringify(problems))
  return compiledSchema.parse(JSON.parse(JSON.stringify(compiled))).html
}

describe('marked HTML', () => {
  test('becomes segments: values by where they stand, conditions and repetitions around theirs', () => {
    expect(html('<p>Hi «name|you», <a href="«url»?x=«id»">x</a></p>')).toEqual([
      '<p>Hi ',
      { value: ['name'], context: 'html', fallback: 'you' },
      ', <a href="',
      { value: ['url'], context: 'link' },
      '?x=',
      { value: ['id'], context: 'link-part' },
      '">x</a></p>',
    ])
    expect(html('<ul>«*order.items item»<li>«?item.name=x»a«:»«item.name»«/»</li>«/»</ul>')).toEqual([
      '<ul>',
      {
        each: ['order', 'items'],
        as: 'item',
        body: [
          '<li>',
          {
            if: ['item', 'name'],
            is: 'x',
            body: ['a'],
            else: [{ value: ['item', 'name'], context: 'html' }],
          },
          '</li>',
        ],
      },
      '</ul>',
    ])
  })

  test('loses the comments that React wrote only because of a part', () => {
    expect(html('a<!-- -->«?x»<!-- -->b<!-- -->«:»<!-- -->c<!-- -->«/»<!-- -->d')).toEqual([
      'a<!-- -->',
      { if: ['x'], body: ['b'], else: ['c'] },
      '<!-- -->d',
    ])
  })

  test('can have parts inside of a comment for Outlook', () => {
    expect(html('<!--[if mso]><table><tr><td>«?x»y«/»«z»<![endif]--><p>«x»</p>')).toEqual([
      '<!--[if mso]><table><tr><td>',
      { if: ['x'], body: ['y'] },
      { value: ['z'], context: 'html' },
      '<![endif]--><p>',
      { value: ['x'], context: 'html' },
      '</p>',
    ])
  })

  test('keeps braces and writes of an ampersand no reference', () => {
    expect(html('<p>{name} {{name}} &amp;</p><p>&«x»</p>').slice(0, 1)).toEqual([
      '<p>{name} {{name}} &amp;</p><p>&amp;',
    ])
  })

  test('begins with the preheader, which the text has not', () => {
    const { compiled } = compile(
      markedHtml('<html><body style="a" title=">"><p>Text</p></body></html>'),
      null,
      {
        subject: 'S',
        preheader: 'Hello {name|you} & all',
      },
    )
    if (!compiled) throw new Error('not compiled')
    const mail = renderCompiled(compiled, { data: { name: '<b>' }, builtIn: {} })
    if ('issues' in mail) throw new Error('not rendered')
    expect(mail.html).toMatch(
      /^<html><body style="a" title=">"><div data-skip-in-text="true" style="display:none[^"]*">Hello &lt;b&gt; &amp; all<div>[^<]*<\/div><\/div><p>Text<\/p>/,
    )
    expect(mail.text).toBe('Text')
  })
})

describe('what an author hears of', () => {
  test.each<[string, string]>([
    ['<p title="«?x»a«/»">b</p>', 'x: A condition can not stand inside of an attribute.'],
    ['<p «*x y»a«/»>b</p>', 'x: A repetition can not stand for an attribute.'],
    ['<title>«?x»a«/»</title>', 'x: A condition can not stand inside of <title>.'],
    ['<style>p{color:«x»}</style>', 'x: A variable can not stand inside of <style>.'],
    ['<style>«?x»p{}«/»</style>', 'x: A condition can not stand inside of <style>.'],
    ['<!-- «x» -->', 'x: A variable can not stand in a comment.'],
    ['<p onclick="«x»">a</p>', 'x: A variable can not stand in a script (onclick).'],
    ['<a href="javascript:«x»">a</a>', 'x: A variable can not stand in a javascript: link.'],
    ['<svg><text>«x»</text></svg>', 'x: A variable can not stand inside of svg or math.'],
    ['<p>«?x»a</p>«/»', 'x: A part must end in the element that it begins in; <p> ends before it.'],
    ['«?x»<p>a«/»</p>', 'x: A part must end in the element that it begins in; <p> is still open at its end.'],
    ['<p>«?x»a</p>', 'x: A part must end in the element that it begins in; <p> ends before it.'],
    ['«?x»a', 'x: A part is never ended.'],
    ['a«/»', ': Here ends a condition or repetition that does not begin.'],
    ['«*x y»a«:»b«/»', ': An “else” belongs once into a condition.'],
    ['«?x»a«:»b«:»c«/»', ': An “else” belongs once into a condition.'],
  ])('%s', (template, expected) => {
    expect(problems(template)).toContain(expected)
  })

  test('are characters that make no mark', () => {
    for (const foreign of ['\ue000', '\ue000\ue015\ue001', '\ue01f']) {
      const { compiled, problems } = compile({ html: `<p>${foreign}</p>`, marks: [], problems: [] })
      expect(compiled).toBeNull()
      expect(problems.map(({ message }) => message)).toEqual([
        'The mail has characters that no text is written with (U+E000 to U+E01F): remove them.',
      ])
    }
  })

  test('are twenty problems at most, and warnings of the editor beside them', () => {
    const warning = { severity: 'warning' as const, message: 'W.' }
    const marked = markedHtml(Array.from({ length: 50 }, (_, i) => `<p title="«?x${i}»«/»">`).join(''))
    const { problems } = compile({ ...marked, problems: [warning] })
    expect(problems).toHaveLength(21)
    expect(problems.at(-1)).toEqual(warning)
  })
})

describe('variables', () => {
  const variables: Variables = {
    type: 'object',
    required: ['url', 'items'],
    properties: {
      url: { type: 'string', format: 'uri' },
      nick: { type: 'string', default: 'friend' },
      items: {
        type: 'array',
        items: { type: 'object', required: ['name'], properties: { name: {}, note: { type: 'string' } } },
      },
    },
  }
  const template = '<p>«nick» «url»</p>«*items item»<p>«item.name» «item.note» «item.other»</p>«/»«?on»x«/»'

  test('are listed by their path from the data’s root', () => {
    const { used } = compile(markedHtml(template), variables, { subject: '{nick}', preheader: '{on}' })
    const seen = used.map(({ path, required, each, where }) => [path.join('.'), required, each, where?.field])
    expect(seen).toEqual([
      ['nick', false, undefined, 'subject'],
      ['on', true, undefined, 'preheader'],
      ['on', true, undefined, 'code'],
      ['nick', false, undefined, 'code'],
      ['url', true, undefined, 'code'],
      ['items', false, undefined, 'code'],
      ['items.[].name', true, 'items', 'code'],
      ['items.[].note', false, 'items', 'code'],
      ['items.[].other', true, 'items', 'code'],
      ['on', false, undefined, 'code'],
    ])
  })

  test('that the schema does not require fall back, those of items, too; those that are links are held to it', () => {
    const { compiled } = compile(markedHtml(template), variables)
    if (!compiled) throw new Error('not compiled')
    const data = { url: 'javascript:x', items: [{ name: 'a', other: 'b' }] }
    const mail = renderCompiled(compiled, { data, builtIn: {} })
    expect('text' in mail && mail.text).toBe('friend #\n\na b')
    const { html, ...without } = { ...data, html: '' }
    expect(html).toBe('')
    expect(renderCompiled(compiled, { data: { ...without, items: [{}] }, builtIn: {} })).toEqual({
      issues: [
        { path: 'items[0].name', message: 'is required' },
        { path: 'items[0].other', message: 'is required' },
      ],
    })
  })
})

describe('a mail that is too much', () => {
  test('is refused where its elements or parts are nested too deep', () => {
    const nested = (count: number, open: string, close: string) => open.repeat(count) + close.repeat(count)
    expect(problems(nested(199, '<div>', '</div>'))).toEqual([])
    expect(problems(nested(50_000, '<div>', '</div>'))).toEqual([': Elements are nested too deep.'])
    expect(problems(nested(30, '«?x»', '«/»'))).toEqual([])
    expect(problems(nested(5_000, '«?x»', '«/»'))).toContain(
      'x: Conditions and repetitions can be nested 30 deep.',
    )
    const { compiled } = compile(markedHtml(nested(190, '<blockquote>', '«x»</blockquote>')))
    expect(compiledSchema.safeParse(JSON.parse(JSON.stringify(compiled))).success).toBe(true)
  })

  test('is none in a text that grows with each quote, list or column', () => {
    const tooLarge = { issues: [{ path: '', message: 'makes a mail of more than 5 million characters' }] }
    const rows = Array.from({ length: 5_000 }, () => 'x')
    const data = { rows, wide: 'w'.repeat(400_000) }
    for (const template of [
      `${'<blockquote>'.repeat(150)}<pre>«*rows row»x<br>«/»</pre>${'</blockquote>'.repeat(150)}`,
      `${'<ul><li>'.repeat(90)}«*rows row»<br>x«/»${'</li></ul>'.repeat(90)}`,
      '<table data-text-format="dataTable"><tr><td>«wide»</td></tr>«*rows row»<tr><td>«row»</td><td>x</td></tr>«/»</table>',
      '«*rows a»«*rows b»«*rows c»«/»«/»«/»',
    ]) {
      const { compiled } = compile(markedHtml(template))
      if (!compiled) throw new Error(template)
      expect(renderCompiled(compiled, { data, builtIn: {} }), template.slice(0, 40)).toEqual(tooLarge)
    }
  })

  test('takes a time that grows with its length', () => {
    const pieces = ['«x»', '«?x»<!-- -->a<!-- -->«/»', '<p>«x»</p>', '<b>«?x»', '<i></b>', '«/»', '<!-- -->']
    for (const piece of pieces) {
      const marked = markedHtml(piece.repeat(40_000))
      expect(compile(marked).problems.length).toBeLessThanOrEqual(20)
    }
  }, 60_000)
})
