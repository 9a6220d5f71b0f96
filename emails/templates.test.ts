import { readdirSync } from 'node:fs'
import { render, toPlainText } from '@react-email/render'
import { createElement, type FunctionComponent } from 'react'
import { describe, expect, it } from 'vitest'
import { moment } from './_components/moment.ts'
import { money } from './_components/money.ts'
import type { Recipient } from './_components/schema.ts'
import { word } from './_components/text.ts'

type Props = Record<string, unknown>

interface Template {
  default: FunctionComponent<Props> & { PreviewProps: Props }
  props: { parse: (value: unknown) => Props; safeParse: (value: unknown) => { success: boolean } }
  subject: (props: Props) => string
  category: string
  description: string
}

interface Mail {
  subject: string
  html: string
  text: string
  preheader: string
}

async function load(key: string): Promise<Template> {
  return await import(`../emails/${key}.tsx`)
}

async function mail(template: Template, input: Props): Promise<Mail> {
  const props = template.props.parse(input)
  const html = await render(createElement(template.default, props))
  const preheader = /data-skip-in-text="true">([^<]+)</.exec(html)?.[1] ?? ''
  return { subject: template.subject(props), html, text: toPlainText(html), preheader }
}

const keys = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.tsx'))
  .map((name) => name.replace('.tsx', ''))
  .sort()

const MINIMAL: Record<string, Props> = {
  'order-created': { order_id: '123' },
  'payment-status-changed': { order_id: 123, status: 'paid' },
  'shipment-delivered': { order_id: '123' },
}

function minimal(key: string): Props {
  return MINIMAL[key] ?? (key.startsWith('appointment-') ? { appointment_id: 'A123' } : {})
}

/** What the mails are made of; anything else in a hostile mail came from its data. */
const TAGS = new Set(
  'html head meta title style noscript body table thead tbody tr th td div span p h1 h2 a br'.split(' '),
)

function expectSound(sent: Mail): void {
  for (const part of [sent.subject, sent.html, sent.text, sent.preheader]) {
    expect(part).not.toMatch(/undefined|\[object|\bNaN\b|>null<|: null\b/)
  }
  expect(sent.subject).toMatch(/^\S[^\p{Cc}]*$/u)
  expect(sent.preheader.trim()).not.toBe('')
  expect(sent.text.trim().length).toBeGreaterThan(20)
  expect(sent.html).toContain('lang="en"')
  expect(sent.html.match(/<h1[ >]/g)).toHaveLength(1)
  expect(Buffer.byteLength(sent.html)).toBeLessThan(60_000)
  const tags = [...sent.html.replace(/<!--[\s\S]*?-->/g, '').matchAll(/<([a-z][a-z0-9-]*)/gi)]
  expect(tags.map(([, name = '']) => name.toLowerCase()).filter((name) => !TAGS.has(name))).toEqual([])
  const links = [...sent.html.matchAll(/\s(?:href|src|action)="([^"]*)"/g)].map(([, url = '']) => url)
  expect(links.filter((url) => !/^(https?|mailto|tel):/.test(url))).toEqual([])
}

/** Every scalar of the sample with its path, but for those that only steer how others are written. */
function scalars(value: unknown, path = ''): [path: string, value: string | number][] {
  if (/^(recipient\.(locale|timezone)|app\.url)$/.test(path)) return []
  if (typeof value === 'string') return value.split(/\n+/).map((line) => [path, line])
  if (typeof value === 'number') return [[path, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, entry]) => scalars(entry, path ? `${path}.${key}` : key))
}

function readable(text: string): string {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" }
  return text
    .replace(/&(amp|lt|gt|quot|#x27);/g, (_, name: string) => entities[name] ?? '')
    .replace(/\s+/g, ' ')
    .toLowerCase()
}

/** The forms in which a mail may show the value. */
function forms(value: string | number, props: Props): string[] {
  const recipient = props.recipient as Recipient
  const time = moment(value, recipient)
  const shown = time
    ? [time.full, time.time ?? time.date]
    : [String(value), word(value), money(value, props.currency, recipient)]
  return shown.map((form) => form.toLowerCase())
}

function replaceStrings(value: unknown, by: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry) => replaceStrings(entry, by))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, replaceStrings(entry, by)]))
  }
  return by
}

const HOSTILE: Record<string, string> = {
  tags: '<script>alert(1)</script><img src=x onerror=alert(1)>',
  quotes: `"'\`><a href="https://evil.example" onclick='x'>`,
  'a comment': '--><!--[if mso]><b>x</b><![endif]--></style></title>',
  'a script address': 'javascript:alert(document.domain)',
  'a data address': 'data:text/html,<script>alert(1)</script>',
  'line breaks': 'a\r\nBcc: victim@example.com\r\n\r\nbody\u0000\u0007',
  'a long word': 'x'.repeat(100_000),
  'a long text': 'Lorem ipsum & dolor '.repeat(10_000),
  'right to left': '\u202eשלום עולם\u2066 مرحبا',
  emoji: '👩‍👩‍👧‍👦'.repeat(200),
  'half an emoji': 'a\ud83d',
  'what looks like a format': '%s {name} {{name}} $& $1 \\n',
}

it('has a template for every event of the contract', () => {
  expect(keys).toEqual([
    'appointment-cancelled',
    'appointment-completed',
    'appointment-created',
    'appointment-reminder',
    'appointment-rescheduled',
    'appointment-updated',
    'digest',
    'low-inventory-alert',
    'notification',
    'order-created',
    'payment-status-changed',
    'shipment-delivered',
    'user-registered',
    'welcome',
  ])
})

it('tells of a collected event what it is about, not whom it was addressed to', async () => {
  const event = { user_id: '01a1ff0a-fdc5-729b-a6ce-57ccc70816ba', customer_email: 'ada@example.com' }
  const to = { name: 'Ada', email: 'ada@example.com' }
  const sent = await mail(await load('digest'), {
    items: [{ ...event, order_id: '10482' }],
    recipient: to,
  })
  expect(sent.preheader).toBe('Order ID: 10482')
  expect(sent.text).not.toContain(event.user_id)
  const bare = await mail(await load('digest'), { items: [event], recipient: to })
  expect(bare.preheader).toBe('Notification')
})

describe.each(keys)('%s', (key) => {
  it('is sound with its sample, and shows every field in HTML and text', async () => {
    const template = await load(key)
    const sample = template.default.PreviewProps
    const sent = await mail(template, sample)
    expectSound(sent)
    const html = readable(sent.html)
    const text = readable(sent.text)
    for (const [path, value] of scalars(sample)) {
      const wanted = forms(value, sample)
      expect(
        wanted.some((form) => html.includes(form)),
        `${path} in HTML`,
      ).toBe(true)
      expect(
        wanted.some((form) => text.includes(form)),
        `${path} in text`,
      ).toBe(true)
    }
  })

  it('renders the same bytes each time', async () => {
    const template = await load(key)
    const sample = template.default.PreviewProps
    expect(await mail(template, sample)).toEqual(await mail(template, structuredClone(sample)))
  })

  it('is sound with nothing but what is required', async () => {
    const template = await load(key)
    expectSound(await mail(template, minimal(key)))
    const nulls = Object.fromEntries(
      Object.keys(template.default.PreviewProps).map((name) => [name, minimal(key)[name] ?? null]),
    )
    expectSound(await mail(template, nulls))
  })

  it('refuses only what its event may not lack', async () => {
    const template = await load(key)
    for (const name of Object.keys(minimal(key))) {
      expect(template.props.safeParse({ ...minimal(key), [name]: undefined }).success).toBe(false)
    }
    expect(template.props.parse({ ...minimal(key), unknown: { a: 1 } })).toHaveProperty('unknown')
  })

  it.each(Object.entries(HOSTILE))('stays sound with %s in every field', async (_, text) => {
    const template = await load(key)
    expectSound(await mail(template, replaceStrings(template.default.PreviewProps, text) as Props))
  })

  it('stays below what Gmail shows with many fields and items', async () => {
    const template = await load(key)
    const many = Object.fromEntries(
      Array.from({ length: 3_000 }, (_, index) => [`field_${index}`, 'value '.repeat(100)]),
    )
    const item = { name: 'A product with a long name '.repeat(20), quantity: 3, price: 12.5 }
    const items = Array.from({ length: 3_000 }, () => item)
    const list = key === 'order-created' ? { items } : {}
    expectSound(await mail(template, { ...minimal(key), ...many, ...list, slot: many, metadata: many }))
  })
})
