import { z } from 'zod'
import { Details, Fact, Greeting, Panel, Paragraph } from './_components/blocks.tsx'
import { detail } from './_components/details.ts'
import { Items, item } from './_components/items.tsx'
import { Layout } from './_components/layout.tsx'
import { money } from './_components/money.ts'
import { app, recipient } from './_components/samples.ts'
import { context, optional, required } from './_components/schema.ts'
import { show } from './_components/text.ts'

export const category = 'orders'
export const description = 'Confirms to a customer that an order was received.'

export const props = z.looseObject({
  order_id: required,
  order_total: optional,
  currency: optional,
  items: z.array(item).nullish(),
  customer_email: optional,
  ...context,
})

type Props = z.infer<typeof props>

export function subject(values: Props): string {
  return `We received your order ${show(values.order_id, 80)}`
}

export default function OrderCreated(values: Props) {
  const order = show(values.order_id, 80)
  const total = money(values.order_total, values.currency, values.recipient)
  const items = values.items ?? []
  const count = items.length === 1 ? '1 item' : `${items.length} items`
  const summary = [items.length > 0 && count, total && `total ${total}`].filter(Boolean).join(', ')
  return (
    <Layout
      title={subject(values)}
      preheader={`Order ${order}${summary ? ` · ${summary}` : ''}`}
      badge={{ word: 'Received', tone: 'good' }}
      heading="Thank you, we received your order"
      recipient={values.recipient}
      app={values.app}
    >
      <Greeting name={values.recipient?.name} />
      <Paragraph>Your order {order} has reached us. We will write to you again when there is news.</Paragraph>
      {total ? (
        <Panel>
          <Fact label="Total" value={total} note={items.length > 0 ? count : ''} />
        </Panel>
      ) : null}
      <Items items={items} currency={values.currency} total={total} recipient={values.recipient} />
      <Details
        rows={[
          ...detail('Order', values.order_id),
          ...detail('Currency', values.currency),
          ...detail('E-mail', values.customer_email),
        ]}
      />
    </Layout>
  )
}

OrderCreated.PreviewProps = {
  order_id: '10482',
  order_total: 184.5,
  currency: 'EUR',
  items: [
    { name: 'Merino crew-neck sweater, navy, M', quantity: 1, price: 129 },
    { name: 'Wool socks, three pairs', quantity: 2, price: '24.00' },
    { name: 'Gift wrapping', quantity: 1, price: 7.5 },
  ],
  customer_email: 'anna.lindqvist@example.com',
  recipient,
  app,
} satisfies Props
