import type { DemoTemplate } from './demo-template.ts'

const code = `import { Body, Button, Column, Container, Head, Heading, Hr, Html, Row, Section, Text } from 'react-email'
import { Each, Else, If, locale, theme, v } from 'posthorn'

const { page, card, text, muted, accent, onAccent } = theme.colours
const font = { fontFamily: 'system-ui, "Segoe UI", Helvetica, Arial, sans-serif' }
const words = { ...font, color: text, fontSize: theme.fontSize, lineHeight: '24px', margin: '0 0 16px' }
const small = { ...font, color: muted, fontSize: '13px', lineHeight: '20px', margin: '0' }
const right = { ...words, margin: 0, padding: '6px 0', textAlign: 'right' }
const left = { ...words, margin: 0, padding: '6px 0' }

const money = (path) => v(path, { format: { name: 'money', currency: ['currency'] } })

export default function Invoice() {
  return (
    <Html lang={locale}>
      <Head />
      <Body style={{ backgroundColor: page, margin: 0, padding: '32px 12px' }}>
        <Container style={{ maxWidth: theme.width, margin: '0 auto' }}>
          <Section style={{ backgroundColor: card, borderRadius: theme.radius, padding: '32px' }}>
            <Heading style={{ ...font, color: text, fontSize: '22px', lineHeight: '30px', margin: '0 0 16px' }}>
              Invoice {v('invoice_id')}
            </Heading>
            <Text style={words}>Hello {v('recipient.name', { fallback: 'there' })}, thank you for your order.</Text>
            <Section style={{ margin: '0 0 16px' }}>
              <Each of="items" as="item">
                <Row>
                  <Column style={left}>{v('item.name')}</Column>
                  <Column style={right}>{money('item.price')}</Column>
                </Row>
              </Each>
            </Section>
            <Hr style={{ margin: '0 0 16px' }} />
            <Text style={{ ...words, fontWeight: 600 }}>Total {money('total')}</Text>
            <If when="paid">
              <Text style={words}>It is paid; there is nothing to do.</Text>
              <Else>
                <Text style={words}>Please pay until {v('due', { format: { name: 'date', style: 'long' } })}.</Text>
                <If when="pay_url">
                  <Button
                    href={v('pay_url')}
                    style={{
                      ...font,
                      backgroundColor: accent,
                      borderRadius: theme.radius,
                      color: onAccent,
                      fontSize: theme.fontSize,
                      fontWeight: 600,
                      padding: '12px 20px',
                    }}
                  >
                    Pay now
                  </Button>
                </If>
              </Else>
            </If>
          </Section>
          <Text style={{ ...small, padding: '12px 0', textAlign: 'center' }}>{theme.brandName}</Text>
        </Container>
      </Body>
    </Html>
  )
}
`

const variables = {
  type: 'object',
  properties: {
    invoice_id: { type: 'string', title: 'Invoice' },
    currency: { type: 'string', title: 'Currency', description: 'ISO 4217' },
    total: { type: 'number', title: 'Total' },
    paid: { type: 'boolean', title: 'Paid' },
    due: { type: 'string', format: 'date', title: 'Pay until' },
    pay_url: { type: 'string', format: 'uri', title: 'Where to pay' },
    items: {
      type: 'array',
      items: {
        type: 'object',
        properties: { name: { type: 'string' }, price: { type: 'number' } },
        required: ['name', 'price'],
      },
    },
  },
  required: ['invoice_id', 'currency', 'total', 'items'],
}

const invoice_id = '2026-0117'
const items = [
  { name: 'Walking shoes', price: 129.9 },
  { name: 'Wool socks', price: 23.85 },
]

/** Written in code: amounts in the currency of the data, and a button for what is not paid yet. */
export const invoice: DemoTemplate = {
  key: 'invoice',
  name: 'Invoice',
  description: 'What an order costs, and how to pay for it.',
  kind: 'code',
  category: 'orders',
  variables,
  locales: [
    {
      locale: 'en',
      source: {
        subject: 'Invoice {invoice_id}',
        preheader: 'What your order costs, and whether there is anything to pay.',
        code,
      },
    },
  ],
  fixtures: [
    {
      name: 'To be paid',
      data: {
        ...{ invoice_id, currency: 'EUR', total: 153.75, paid: false, items },
        ...{ due: '2026-12-05', pay_url: 'https://shop.example/pay/2026-0117' },
      },
    },
    { name: 'Paid', data: { invoice_id, currency: 'GBP', total: 153.75, paid: true, items } },
  ],
}
