import { describe, expect, it } from 'vitest'
import { renderCompiled, renderForComparison, type Values } from '#server/rendering/compiled.ts'
import { brandTheme, type VisualSource } from '../sources.ts'
import { compileSource, renderConcrete } from './compile-source.ts'
import { markVisual } from './visual.ts'

const theme = brandTheme.parse({
  brandName: 'Acme',
  footer: 'To {recipient.email}\n[Unsubscribe]({unsubscribe_url})',
})
const options = { locale: 'de', variables: null, theme }
const reader = { locale: 'de', timezone: 'Europe/Berlin' }

type Node = Record<string, unknown>
const text = (words: string, href?: string): Node => ({
  type: 'text',
  text: words,
  ...(href ? { marks: [{ type: 'link', attrs: { href } }] } : {}),
})
const node = (type: string, attrs: Node, ...content: Node[]): Node => ({ type, attrs, content })
const p = (...content: Node[]): Node => ({ type: 'paragraph', content })
const variable = (path: string, attrs: Node = {}): Node => ({ type: 'variable', attrs: { path, ...attrs } })

const price = variable('item.price', { format: { name: 'money', currency: ['item', 'currency'] } })
const row = { repeat: { path: 'items', as: 'item' }, showIf: { path: 'item.price', is: null, not: false } }

/** Every node, with values in text and in addresses. */
const source: VisualSource = {
  subject: 'Order {order.id}',
  preheader: 'For {name|you}',
  doc: {
    type: 'doc',
    content: [
      node('heading', { level: 1 }, text('Order '), variable('order.id')),
      p(
        text('Hi '),
        variable('name', { fallback: 'you' }),
        text(' & <co>', 'https://a.example/{order.id}?q={name|z}'),
      ),
      node('showIf', { path: 'vip' }, p(text('vip')), node('otherwise', {}, p(text('not vip')))),
      node('showIf', { path: 'state', is: 'paid', not: true }, p(text('unpaid'))),
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
          row,
          node('tableCell', {}, p(variable('item.name'))),
          node('tableCell', {}, p(price)),
        ),
      ),
      node(
        'bulletList',
        {},
        node('listItem', { repeat: { path: 'items', as: 'it' } }, p(variable('it.name'))),
      ),
      node(
        'repeat',
        { path: 'items', as: 'item' },
        node('section', { border: true }, p(variable('item.name'))),
        node('columns', {}, node('column', {}, p(text('left'))), node('column', {}, p(price))),
      ),
      node('image', { src: '{photo}', alt: 'A photo', href: '{order.url}', width: 100 }),
      node('button', { href: '{order.url}' }, text('Open '), variable('order.id')),
    ],
  },
}

const data = {
  order: { id: 'A "1" <b>', url: 'https://a.example/x?y=1&z=é ü' },
  name: 'Ann/é',
  vip: true,
  state: 'open',
  photo: 'https://a.example/p.png',
  items: [
    { name: 'X & Y', price: 12.5, currency: 'EUR' },
    { name: '<i>', price: 0, currency: 'USD' },
  ],
}
const valuesOf = (changes: Node): Values => ({
  data: { ...data, ...changes },
  builtIn: {
    recipient: { email: 'a@b.example' },
    app: { name: 'P', url: 'https://p.example' },
    unsubscribe_url: 'https://p.example/u/1',
  },
})

/** React separates texts by these, which readers never see. */
const bare = (html: string): string => html.replaceAll('<!-- -->', '')

describe('a visual template, compiled', () => {
  it.each<[string, Node]>([
    ['each condition one way', {}],
    ['each condition the other way, and nothing to repeat', { vip: false, state: 'paid', items: [] }],
    ['without what has a fallback', { name: null }],
  ])('is what React writes with the same values: %s', async (_, changes) => {
    const { compiled, problems } = await compileSource('visual', source, options)
    expect(problems).toEqual([])
    if (!compiled) throw new Error('not compiled')
    const values = valuesOf(changes)
    const concrete = await renderConcrete('visual', source, { ...options, values, timezone: reader.timezone })
    const outcome = renderForComparison(compiled, values, reader)
    if (!('html' in concrete) || !('html' in outcome)) throw new Error(JSON.stringify({ concrete, outcome }))
    expect(bare(outcome.html)).toBe(bare(concrete.html))
    expect(outcome.text).toBe(concrete.text)
  })

  it('escapes what is sent for where it stands', async () => {
    const { compiled } = await compileSource('visual', source, options)
    if (!compiled) throw new Error('not compiled')
    const url = 'javascript:alert(1)'
    const sent = renderCompiled(compiled, valuesOf({ order: { id: '<script>', url } }), reader)
    if (!('html' in sent)) throw new Error(JSON.stringify(sent))
    expect(sent.html).not.toContain('javascript:')
    expect(sent.html).not.toContain('<script>')
    expect(sent.html).toContain('href="https://a.example/%3Cscript%3E?q=Ann%2F%C3%A9"')
    expect(sent.html).toContain('12,50')
  })

  it('names the locale and the node of what is wrong', async () => {
    const doc = { type: 'doc', content: [p(), p(variable(''))] }
    expect(await markVisual({ doc }, { locale: 'de', theme })).toEqual({
      problems: [
        {
          severity: 'error',
          message: 'The variable is not chosen yet',
          locale: 'de',
          where: { field: 'doc', node: [1, 0] },
        },
      ],
    })
  })
})
