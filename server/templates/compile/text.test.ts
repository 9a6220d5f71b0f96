import { describe, expect, test } from 'vitest'
import { renderForComparison } from '#server/rendering/compiled.ts'
import { htmlToText } from '#server/rendering/plain-text.ts'
import { sameNumbers } from '#server/testing/html-structure.ts'
import { concreteHtml, markedHtml } from '#server/testing/marked-html.ts'
import { compiledSchema } from './format.ts'
import { compileMarked } from './marked-source.ts'

type Data = Record<string, unknown>
const reader = { locale: 'en', timezone: 'UTC' }

function compile(template: string) {
  const options = { locale: 'en', variables: null, field: 'code' as const }
  const { compiled, problems } = compileMarked(markedHtml(template), { subject: '', preheader: '' }, options)
  if (!compiled) throw new Error(`${JSON.stringify(problems)} in ${template}`)
  return compiledSchema.parse(JSON.parse(JSON.stringify(compiled)))
}

/** What ours gives and what html-to-text makes of the mail with the same values. */
function both(template: string, data: Data) {
  const rendered = renderForComparison(compile(template), { data, builtIn: {} }, reader)
  if ('issues' in rendered) throw new Error(JSON.stringify(rendered.issues))
  const html = concreteHtml(template, data)
  return {
    ours: { html: rendered.html, text: rendered.text },
    theirs: { html, text: htmlToText(html) },
  }
}

const items = [
  { name: 'Socks, three pairs', price: '24.00', tags: ['warm', 'wool'] },
  { name: 'Wrap', price: '7' },
]
const manyItems = Array.from({ length: 12 }, (_, i) => ({
  name: `Item ${i}`,
  price: String(i),
  tags: i % 2 ? [] : ['x'],
}))
const values: [string, Data][] = [
  ['none', { a: '', b: '', url: '', items: [] }],
  ['plain ones', { a: 'Ada', b: 'true story', url: 'https://a.b/c', items, on: true, n: 'x' }],
  ['one item', { a: '  Ada ', b: 'two  words', url: 'https://a.b/c d', items: items.slice(1), n: 'y' }],
  [
    'many items',
    { a: 'a\nb\r\n\tc', b: '\u00a0x\u200by\u00a0', url: 'mailto:a@b.c', items: manyItems, on: 1 },
  ],
  ['spaces', { a: ' ', b: '\n', url: '#top', items: [{ name: ' ', price: '' }], on: 'yes' }],
  [
    'markup',
    { a: '<b>&amp;"', b: "it's", url: 'https://a.b/?c=d&e=f', items: [{ name: '<li>', price: '>' }] },
  ],
]

const documents = [
  '<p>Hello «a», it is «b».</p><p>Bye</p>',
  '<p>Hello <!-- -->«a»<!-- -->, it is <!-- -->«b»<!-- -->.</p>',
  '<p> «a» </p><p>«b»</p>\n\n<p>x</p>',
  '<h1>Order «a»</h1><h2>«b»</h2><h3>Third «a»</h3><h4>four</h4>text',
  'start «?on»<p>shown «a»</p>«/» end',
  'start <span>«?on»shown «:»not «/»</span> end',
  '<p>one</p>«?on»<p>two</p>«/»<p>three</p>',
  '<p>one</p><div>«?on»two«/»</div><p>three</p>',
  '<p>one</p><div>«a»</div><p>three</p>',
  '<div><div>«a»</div><p>«b»</p></div><div></div>x',
  '<ul>«*items item»<li>«item.name»: «item.price»</li>«/»</ul>after',
  '<p>x</p><ol>«*items item»<li>«item.name»</li>«/»</ol>after',
  '<ol start="9"><li>first</li>«*items item»<li>«item.name»</li>«/»<li>last</li></ol>',
  '<ol type="a">«*items item»<li>«item.name»</li>«/»</ol><ol type="I">«*items item»<li>x</li>«/»</ol>',
  '<ul><li>a<ul>«*items item»<li>«item.name»<ol>«*item.tags tag»<li>«tag»</li>«/»</ol></li>«/»</ul></li></ul>',
  '<ul>«*items item»<li><p>«item.name»</p><p>«item.price»</p></li>«/»</ul>',
  '<ul>«?on»<li>on</li>«:»<li>off</li>«/»<li>«a»</li></ul>',
  '<ul> loose «a» <li>b</li></ul>',
  '<blockquote>«a»<br>«b»<p>x</p></blockquote><blockquote>«?on»y«/»</blockquote>z',
  '<pre>«a»\n  x «b»\n</pre><pre><p>a «a»</p>b<br>c</pre>',
  '<table><tr><td>«a»</td><td>«b»</td></tr></table>',
  '<table>«*items item»<tr><td>«item.name»</td><td>«item.price»</td></tr>«/»</table><p>end</p>',
  '<table data-text-format="dataTable"><thead><tr><th>Name</th><th>Price «a»</th></tr></thead><tbody>«*items item»<tr><td>«item.name»</td><td>«item.price»</td></tr>«/»</tbody></table>x',
  '<table data-text-format="dataTable">«*items item»<tr><td colspan="2">«item.name»</td></tr><tr><td>«a»</td>«?on»<td>«item.price»</td>«/»</tr>«/»<tr><td rowspan="2">x</td><td>«b»</td></tr><tr><td>y</td></tr></table>',
  '<a href="«url»">Look «a»</a>',
  '<a href="«url»">«url»</a> and <a href="«url»"><img src="x.png" alt="«a»"></a> end',
  '<a href="https://a.b/«a»">x</a> <a href="mailto:«b»">«b»</a> <a href="">none</a> <a>none</a>',
  '<a href="https://a.b/c">https://a.b/c</a> <a href="https://a.b/c">two words</a><h1><a href="«url»">t</a></h1>',
  '<th>head «a» <a href="«url»">link</a></th>',
  'a<br>«a»<br><br>b<p>c</p><br>d<hr>«b»<hr>',
  '<p>a</p><br>«?on»<p></p>«/»<p>b</p> c ',
  '<p>a<span> «a» </span>b</p> <b> «b» </b> <i>x</i>',
  '<div style="x" data-skip-in-text="true">«a»</div><p>b</p><img src="x" alt="y">',
  '<p></p><p>«a»</p><p></p><p>«b»</p><p></p>',
  'a&nbsp;«a»&nbsp;b &amp; &lt;«b»&gt; &zwnj;',
  '<script>x</script><style>y</style><title>z</title>«a»<wbr>«b»',
  '<!doctype html><html><head><title>T «a»</title></head><body>«a»<p>b</p></body></html>',
  '<p>«?n=x»is x«:»is not x«/» «!on»off«/» «a|nobody»</p>',
  '<table><tbody>«*items item»«?item.price»<tr><td><h2>«item.name»</h2><p>«item.price»</p></td></tr>«/»«/»</tbody></table>',
  '<section><article>«a»</article> «b» <footer>f</footer></section><main>m</main>',
]

describe('plain text is what html-to-text makes of the mail with the same values', () => {
  test.each(documents)('%s', (template) => {
    for (const [name, data] of values) {
      const { ours, theirs } = both(template, data)
      expect(ours.text, name).toBe(theirs.text)
    }
  })

  test.each(documents)('and so is the HTML: %s', (template) => {
    for (const [, data] of values) {
      const { ours, theirs } = both(template, data)
      expect(ours.html).toBe(theirs.html)
    }
  })
})

describe('whatever the mail is put together from', () => {
  const next = sameNumbers(4)
  const pick = <T>(from: readonly T[]): T => from[next(from.length)] as T
  const leaf = () =>
    pick(['«a»', ' «b» ', 'text', ' two words ', '<br>', ' ', '', '<img src="x">', '<hr>', 'x\n y'])
  const wrap = ['p', 'div', 'span', 'b', 'h1', 'h3', 'blockquote', 'pre', 'section', 'td', 'main', 'table']
  const inside = (depth: number): string => Array.from({ length: next(4) }, () => node(depth)).join('')

  function node(depth: number): string {
    if (depth === 0) return leaf()
    const which = next(10)
    if (which === 0) return `«?${pick(['on', 'a', 'n=x'])}»${inside(depth - 1)}«:»${inside(depth - 1)}«/»`
    if (which === 1) return `«*items item»${inside(depth - 1)}«item.name»«/»`
    if (which === 2) return `<ul>«*items item»<li>${inside(depth - 1)}</li>«/»</ul>`
    if (which === 3) return `<ol>«?on»<li>${inside(depth - 1)}</li>«/»<li>${inside(depth - 1)}</li></ol>`
    if (which === 4) return `<a href="«url»">${leaf()}${leaf()}</a>`
    if (which < 7) return leaf()
    const name = pick(wrap)
    return `<${name}>${inside(depth - 1)}</${name}>`
  }

  test('of 1,000 mails', () => {
    for (let i = 0; i < 1_000; i++) {
      const template = `<body>${node(4)}${node(3)}${node(4)}</body>`
      const [name, { items, ...rest }] = pick(values)
      const data = { ...rest, items: (items as unknown[]).slice(0, 3) }
      let result: ReturnType<typeof both>
      try {
        result = both(template, data)
      } catch (error) {
        // A part in a paragraph that the parser ends before it.
        if (String(error).includes('A part')) continue
        // The items in each other, many times.
        if (String(error).includes('makes a mail of more than')) continue
        throw error
      }
      expect(result.ours.text, `${name}: ${template}`).toBe(result.theirs.text)
    }
  }, 60_000)
})
