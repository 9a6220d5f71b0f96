import { describe, expect, test } from 'vitest'
import { renderCompiled, renderForComparison } from '#server/rendering/compiled.ts'
import { type BrandTheme, brandTheme } from '../sources.ts'
import { compileSource, renderConcrete, type StudioSources } from './compile-source.ts'
import type { Variables } from './declared.ts'
import { compiledSchema } from './format.ts'

// Both editors' templates, each compiled once and rendered by React with the same values: the same bytes.

const theme: BrandTheme = brandTheme.parse({
  brandName: 'Acme',
  footer: 'Acme\n[Unsubscribe]({unsubscribe_url})',
})
const variables: Variables = {
  type: 'object',
  required: ['order'],
  properties: {
    order: {
      type: 'object',
      required: ['id'],
      properties: { id: {}, url: { type: 'string', format: 'uri' } },
    },
    nick: { type: 'string', default: 'friend' },
  },
}
const builtIn = {
  recipient: { name: 'Anna', email: 'anna@example.com', locale: 'de', timezone: 'Europe/Berlin' },
  app: { name: 'Posthorn', url: 'https://posthorn.example' },
  unsubscribe_url: 'https://posthorn.example/u/sample',
}

const items = [
  { name: 'Socks & more', price: '24.5', currency: 'EUR', tags: ['warm', 'wool'] },
  { name: "Children's <hat>", price: 7, currency: 'USD', tags: [] },
]
const fixtures: [string, Record<string, unknown>][] = [
  [
    'everything',
    {
      order: { id: 'A 1', url: 'https://a.b/?c=d&e', at: '2026-07-14T22:30:00Z' },
      paid: 'yes',
      items,
      nick: 'Ann',
    },
  ],
  ['next to nothing', { order: { id: '1' } }],
  ['an empty list', { order: { id: 'x', url: 'https://a.b', at: 'soon' }, paid: 'no', items: [] }],
  [
    'one item, odd spaces',
    { order: { id: ' a\n b ', url: 'https://a.b' }, paid: true, items: items.slice(1), nick: ' ' },
  ],
]

const code = `import { Body, Column, Container, Head, Heading, Hr, Html, Link, Row, Section, Text } from 'react-email'
import { Each, Else, If, v } from 'posthorn'
export default function Mail() {
  return (
    <Html lang="de">
      <Head><title>Order</title></Head>
      <Body style={{ backgroundColor: '#ffffff' }}>
        <Container>
          <Heading as="h1">Hello {v('nick')}, order {v('order.id')}</Heading>
          <Text>Of {v('order.at', { fallback: 'today', format: { name: 'datetime', style: 'long' } })}.
            <If when="paid" is="yes"> It is paid.<Else> It is <b>not</b> paid.</Else></If> Bye.</Text>
          <If when="items">
            <Section><Each of="items" as="item">
              <Row><Column>{v('item.name')}</Column><Column title={v('item.name')}>
                {v('item.price', { format: { name: 'money', currency: ['item', 'currency'] } })}</Column></Row>
              <ul><Each of="item.tags" as="tag"><li>{v('tag')}</li></Each></ul>
            </Each></Section>
            <Else><Text>Nothing in it.</Text></Else>
          </If>
          <ol><li>first</li><Each of="items" as="item"><If when="item.tags"><li>{v('item.name')}</li></If></Each></ol>
          <blockquote>{v('nick')}<br />{v('app.name')}</blockquote>
          <Hr />
          <Link href={v('order.url', { fallback: 'https://a.b' })}>{v('order.url', { fallback: 'https://a.b' })}</Link>
          <Link href={'https://a.b/' + v('order.id') + '?x=y'}>look</Link> <a href={'mailto:' + v('recipient.email')}>mail</a>
        </Container>
      </Body>
    </Html>
  )
}
`

const text = (words: string) => ({ type: 'text', text: words })
const variable = (path: string, attrs = {}) => ({ type: 'variable', attrs: { path, ...attrs } })
const node = (type: string, attrs: object, ...content: object[]) => ({ type, attrs, content })
const p = (...content: object[]) => node('paragraph', {}, ...content)
const each = { repeat: { path: 'items', as: 'item' } }
const doc = node(
  'doc',
  {},
  node('heading', { level: 1 }, text('Hello '), variable('nick'), text(', order '), variable('order.id')),
  p(text('Of '), variable('order.at', { fallback: 'today', format: { name: 'date' } }), text('.')),
  node(
    'showIf',
    { path: 'items' },
    node(
      'table',
      {},
      node(
        'tableRow',
        {},
        node('tableHeader', {}, p(text('Name'))),
        node('tableHeader', {}, p(text('Price'))),
      ),
      node(
        'tableRow',
        each,
        node('tableCell', {}, p(variable('item.name'))),
        node('tableCell', {}, p(variable('item.price'))),
      ),
    ),
    node('bulletList', {}, node('listItem', each, p(variable('item.name')))),
    node('otherwise', {}, p(text('Nothing in it.'))),
  ),
  node(
    'repeat',
    { path: 'items', as: 'item' },
    p(text('Also '), variable('item.name')),
    node('blockquote', {}, p(variable('item.price'))),
  ),
  node('button', { href: '{order.url|https://a.b}?from={nick}' }, text('Open '), variable('order.id')),
  node('horizontalRule', {}),
  node(
    'orderedList',
    { start: 9 },
    node('listItem', {}, p(text('one'))),
    node('listItem', {}, p(variable('nick'))),
  ),
)

const lines = { subject: 'Order {order.id}', preheader: 'For {nick|you} & all' }
const sources: { [kind in 'code' | 'visual']: StudioSources[kind] } = {
  code: { ...lines, code },
  visual: { ...lines, doc },
}

describe.each(['code', 'visual'] as const)('a template of kind %s', (kind) => {
  test.each(fixtures)('gives what React gives with real values: %s', async (_, data) => {
    const options = { locale: 'de', variables, theme }
    const { compiled, problems } = await compileSource(kind, sources[kind], options)
    if (!compiled) throw new Error(JSON.stringify(problems))
    const stored = compiledSchema.parse(JSON.parse(JSON.stringify(compiled)))
    const values = { data, builtIn }
    const timezone = 'Europe/Berlin'
    const concrete = await renderConcrete(kind, sources[kind], { ...options, values, timezone })
    const ours = renderForComparison(stored, values, { locale: 'de', timezone })
    if (!('html' in concrete) || !('html' in ours)) throw new Error(JSON.stringify({ concrete, ours }))
    const bare = (html: string) => html.replaceAll('<!-- -->', '')
    expect(bare(ours.html)).toBe(bare(concrete.html))
    expect(ours.text).toBe(concrete.text)
    expect(renderCompiled(stored, values, { locale: 'de', timezone })).toHaveProperty('subject')
  })

  test('names what it uses', async () => {
    const { used } = await compileSource(kind, sources[kind], { locale: 'de', variables, theme })
    const required = new Set(used.filter((one) => one.required).map(({ path }) => path.join('.')))
    expect(required).toContain('order.id')
    expect(required).toContain('items.[].name')
    expect(required).not.toContain('nick')
    expect(used.some(({ contexts }) => contexts.includes('link'))).toBe(true)
  })
})
