import type { DemoTemplate } from './demo-template.ts'

const text = (words: string) => ({ type: 'text', text: words })
const variable = (path: string, attrs: object = {}) => ({ type: 'variable', attrs: { path, ...attrs } })
const paragraph = (...content: object[]) => ({ type: 'paragraph', content })
const cell = (type: 'tableCell' | 'tableHeader', align: 'left' | 'right', ...content: object[]) => ({
  type,
  attrs: { align },
  content: [paragraph(...content)],
})

interface Words {
  subject: string
  preheader: string
  heading: string
  hello: string
  friend: string
  sent: string
  article: string
  amount: string
  track: string
  noTracking: string
}

const source = (words: Words) => ({
  subject: words.subject,
  preheader: words.preheader,
  doc: {
    type: 'doc',
    content: [
      { type: 'heading', attrs: { level: 1 }, content: [text(words.heading)] },
      paragraph(text(`${words.hello} `), variable('recipient.name', { fallback: words.friend }), text(',')),
      paragraph(
        text(`${words.sent} `),
        variable('shipped_at', { format: { name: 'date', style: 'long' } }),
        text('.'),
      ),
      {
        type: 'table',
        content: [
          {
            type: 'tableRow',
            content: [
              cell('tableHeader', 'left', text(words.article)),
              cell('tableHeader', 'right', text(words.amount)),
            ],
          },
          {
            type: 'tableRow',
            attrs: { repeat: { path: 'items', as: 'item' } },
            content: [
              cell('tableCell', 'left', variable('item.name')),
              cell('tableCell', 'right', variable('item.quantity', { format: { name: 'number' } })),
            ],
          },
        ],
      },
      {
        type: 'showIf',
        attrs: { path: 'tracking_url' },
        content: [
          { type: 'button', attrs: { href: '{tracking_url}' }, content: [text(words.track)] },
          { type: 'otherwise', content: [paragraph(text(words.noTracking))] },
        ],
      },
    ],
  },
})

/** Written in the visual editor: a variable with a fallback, a date, a row for each item, a part that is shown if. */
export const orderShipped: DemoTemplate = {
  key: 'order-shipped',
  name: 'Order shipped',
  description: 'Tells a customer that an order is on its way.',
  kind: 'visual',
  category: 'orders',
  variables: {
    type: 'object',
    properties: {
      order_id: { type: 'string', title: 'Order' },
      shipped_at: { type: 'string', format: 'date-time', title: 'Shipped' },
      tracking_url: { type: 'string', format: 'uri', title: 'Where to follow it' },
      items: {
        type: 'array',
        items: {
          type: 'object',
          properties: { name: { type: 'string' }, quantity: { type: 'integer' } },
          required: ['name', 'quantity'],
        },
      },
    },
    required: ['order_id', 'shipped_at', 'items'],
  },
  locales: [
    {
      locale: 'en',
      source: source({
        subject: 'Your order {order_id} is on its way',
        preheader: 'We have handed it over; here is what is in the parcel.',
        heading: 'Your order is on its way',
        hello: 'Hello',
        friend: 'there',
        sent: 'the carrier has had your parcel since',
        article: 'Article',
        amount: 'Quantity',
        track: 'Follow the parcel',
        noTracking: 'This carrier does not tell where a parcel is; it usually takes two or three days.',
      }),
    },
    {
      locale: 'de',
      source: source({
        subject: 'Ihre Bestellung {order_id} ist unterwegs',
        preheader: 'Wir haben sie übergeben; das ist in dem Paket.',
        heading: 'Ihre Bestellung ist unterwegs',
        hello: 'Guten Tag',
        friend: 'und willkommen',
        sent: 'Ihr Paket ist auf dem Weg seit',
        article: 'Artikel',
        amount: 'Anzahl',
        track: 'Paket verfolgen',
        noTracking: 'Dieser Zusteller meldet nicht, wo ein Paket ist; meist dauert es zwei bis drei Tage.',
      }),
    },
  ],
  fixtures: [
    {
      name: 'Two articles, tracked',
      data: {
        order_id: '10482',
        shipped_at: '2026-11-20T15:30:00Z',
        tracking_url: 'https://carrier.example/parcels/JD0002',
        items: [
          { name: 'Walking shoes', quantity: 1 },
          { name: 'Wool socks', quantity: 3 },
        ],
      },
    },
    {
      name: 'Not tracked',
      data: {
        order_id: '10483',
        shipped_at: '2026-11-21T08:05:00Z',
        items: [{ name: 'Postcard', quantity: 12 }],
      },
    },
  ],
}
