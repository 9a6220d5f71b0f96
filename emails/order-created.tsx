import { z } from 'zod'
import { Details, Fact, Greeting, greetingStrings, Panel, Paragraph } from './_components/blocks.tsx'
import { detail } from './_components/details.ts'
import { Items, item, itemsStrings } from './_components/items.tsx'
import { Layout, layoutStrings } from './_components/layout.tsx'
import { money } from './_components/money.ts'
import { app, recipient } from './_components/samples.ts'
import { context, optional, required } from './_components/schema.ts'
import { show } from './_components/text.ts'
import { fill, pieces, type Strings, subjectOf, words } from './_components/words.ts'

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

export const strings = {
  subject: 'We received your order {order}',
  badge: 'Received',
  heading: 'Thank you, we received your order',
  ...greetingStrings,
  sentence: 'Your order {order} has reached us. We will write to you again when there is news.',
  preheader: 'Order {order}',
  preheader_total: 'total {total}',
  total: 'Total',
  one_item: '1 item',
  items: '{count} items',
  ...itemsStrings,
  label_order: 'Order',
  label_currency: 'Currency',
  label_email: 'E-mail',
  ...layoutStrings,
} satisfies Strings

export function facts(values: Props) {
  return {
    order: show(values.order_id, 80),
    total: money(values.order_total, values.currency, values.recipient),
    count: String(values.items?.length ?? 0),
  }
}

export function subject(values: Props): string {
  return subjectOf(values, words(strings, values).subject, facts(values))
}

export default function OrderCreated(values: Props) {
  const say = words(strings, values)
  const known = facts(values)
  const { order, total } = known
  const items = values.items ?? []
  const count = items.length === 1 ? say.one_item : fill(say.items, known)
  const summary = [items.length > 0 && count, total && fill(say.preheader_total, known)]
    .filter(Boolean)
    .join(', ')
  return (
    <Layout
      title={subject(values)}
      preheader={[fill(say.preheader, known), summary].filter(Boolean).join(' · ')}
      badge={{ word: say.badge, tone: 'good' }}
      heading={fill(say.heading, known)}
      recipient={values.recipient}
      app={values.app}
      say={say}
    >
      <Greeting name={values.recipient?.name} say={say} />
      <Paragraph>{pieces(say.sentence, { order }, known)}</Paragraph>
      {total ? (
        <Panel>
          <Fact label={say.total} value={total} note={items.length > 0 ? count : ''} />
        </Panel>
      ) : null}
      <Items items={items} currency={values.currency} total={total} recipient={values.recipient} say={say} />
      <Details
        rows={[
          ...detail(say.label_order, values.order_id),
          ...detail(say.label_currency, values.currency),
          ...detail(say.label_email, values.customer_email),
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
