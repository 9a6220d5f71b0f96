import { z } from 'zod'
import { Details, Fact, Greeting, greetingStrings, Panel, Paragraph } from './_components/blocks.tsx'
import { detail } from './_components/details.ts'
import { Layout, layoutStrings } from './_components/layout.tsx'
import { moment } from './_components/moment.ts'
import { app, recipient } from './_components/samples.ts'
import { context, optional, required } from './_components/schema.ts'
import { show } from './_components/text.ts'
import { fill, pieces, type Strings, subjectOf, words } from './_components/words.ts'

export const category = 'orders'
export const description = 'Tells a customer that a shipment has arrived.'

export const props = z.looseObject({
  order_id: required,
  shipment_id: optional,
  tracking_number: optional,
  carrier: optional,
  delivered_at: optional,
  customer_email: optional,
  ...context,
})

type Props = z.infer<typeof props>

export const strings = {
  subject: 'Your order {order} was delivered',
  badge: 'Delivered',
  heading: 'Your order was delivered on {day}',
  heading_undated: 'Your order was delivered',
  ...greetingStrings,
  sentence: 'Your order {order} has arrived. If it is not at your door, a neighbour may have taken it in.',
  preheader_delivered: 'Delivered {delivered}',
  preheader: 'Order {order}',
  delivered: 'Delivered',
  by_carrier: 'by {carrier}',
  label_order: 'Order',
  label_carrier: 'Carrier',
  label_tracking: 'Tracking number',
  label_shipment: 'Shipment',
  label_email: 'E-mail',
  ...layoutStrings,
} satisfies Strings

/** `day`: `Thursday, 16 July at 15:42`; `delivered`: in full, or as it was sent. */
export function facts(values: Props) {
  const delivered = moment(values.delivered_at, values.recipient)
  return {
    order: show(values.order_id, 80),
    day: delivered?.spoken ?? '',
    delivered: delivered?.full ?? show(values.delivered_at),
    carrier: show(values.carrier, 80),
  }
}

export function subject(values: Props): string {
  return subjectOf(values, words(strings, values).subject, facts(values))
}

export default function ShipmentDelivered(values: Props) {
  const say = words(strings, values)
  const known = facts(values)
  const { order, carrier, delivered: time } = known
  return (
    <Layout
      title={subject(values)}
      preheader={[
        time && fill(say.preheader_delivered, known),
        carrier && fill(say.by_carrier, known),
        fill(say.preheader, known),
      ]
        .filter(Boolean)
        .join(' · ')}
      badge={{ word: say.badge, tone: 'good' }}
      heading={fill(known.day ? say.heading : say.heading_undated, known)}
      recipient={values.recipient}
      app={values.app}
      say={say}
    >
      <Greeting name={values.recipient?.name} say={say} />
      <Paragraph>{pieces(say.sentence, { order }, known)}</Paragraph>
      {time ? (
        <Panel>
          <Fact label={say.delivered} value={time} note={carrier ? fill(say.by_carrier, known) : ''} />
        </Panel>
      ) : null}
      <Details
        rows={[
          ...detail(say.label_order, values.order_id),
          ...detail(say.label_carrier, values.carrier),
          ...detail(say.label_tracking, values.tracking_number),
          ...detail(say.label_shipment, values.shipment_id),
          ...detail(say.label_email, values.customer_email),
        ]}
      />
    </Layout>
  )
}

ShipmentDelivered.PreviewProps = {
  order_id: '10482',
  shipment_id: 'SHP-2291',
  tracking_number: '00340434161094042557',
  carrier: 'DHL',
  delivered_at: '2026-07-16T13:42:00Z',
  customer_email: 'anna.lindqvist@example.com',
  recipient,
  app,
} satisfies Props
