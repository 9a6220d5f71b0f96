import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { render } from '@react-email/render'
import { createElement, type FunctionComponent } from 'react'
import { describe, expect, it } from 'vitest'

type Props = Record<string, unknown>

interface Template {
  default: FunctionComponent<Props> & { PreviewProps: Props }
  props: { parse: (value: unknown) => Props }
  subject: (props: Props) => string
}

const keys = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.tsx'))
  .map((name) => name.replace('.tsx', ''))
  .sort()

const REQUIRED = { order_id: '123', status: 'paid', appointment_id: 'A123' }

const STATUSES = ['failed', 'pending', 'refunded', 'cancelled', 'on hold', 'x']

/** What the words of a mail depend on, each left out or otherwise once. */
function variants(sample: Props): [name: string, props: Props][] {
  const lacking = Object.keys(sample)
    .filter((name) => !(name in REQUIRED))
    .map((name): [string, Props] => [`without ${name}`, { ...sample, [name]: undefined }])
  return [
    ['sample', sample],
    ['least', REQUIRED],
    ...lacking,
    ...STATUSES.map((status): [string, Props] => [`status ${status}`, { ...sample, status }]),
    ['for an American', { ...sample, recipient: { email: 'a@b.example', locale: 'en-US', timezone: null } }],
    ['for a German', { ...sample, recipient: { name: 'Eva', locale: 'de', timezone: 'Europe/Berlin' } }],
    ['without a sender', { ...sample, app: { name: 'Clinic' } }],
    ['stock', { ...sample, quantity: undefined, stock: 0 }],
    ['one item', { ...sample, items: ['Tea'], order_total: 4, currency: undefined }],
    ['many items', { ...sample, items: Array.from({ length: 40 }, (_, i) => ({ price: i })) }],
    ['text of a time', { ...sample, slot: { start: 'soon', clinic: 'North' }, delivered_at: 'soon' }],
    ['a date', { ...sample, slot: { date: '2026-07-14' }, metadata: null, delivered_at: '2026-07-14' }],
  ]
}

/** The words of each mail as the code has them: whoever changes one sees here that it did. */
describe.each(keys)('%s', (key) => {
  it('says byte by byte what it said', async () => {
    const template: Template = await import(`../emails/${key}.tsx`)
    const hashes: Record<string, string> = {}
    for (const [name, input] of variants(template.default.PreviewProps)) {
      const props = template.props.parse(input)
      const html = await render(createElement(template.default, props))
      const sha256 = createHash('sha256')
        .update(`${template.subject(props)}\n${html}`)
        .digest('hex')
      hashes[name] = sha256.slice(0, 16)
    }
    expect(hashes).toMatchSnapshot()
  })
})
