import { z } from 'zod'
import { Details, Fact, Greeting, Panel, Paragraph } from './_components/blocks.tsx'
import { detail } from './_components/details.ts'
import { Layout } from './_components/layout.tsx'
import { moment } from './_components/moment.ts'
import { app, recipient } from './_components/samples.ts'
import { context, optional, required } from './_components/schema.ts'
import { show } from './_components/text.ts'

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

export function subject(values: Props): string {
  return `Your order ${show(values.order_id, 80)} was delivered`
}

export default function ShipmentDelivered(values: Props) {
  const order = show(values.order_id, 80)
  const delivered = moment(values.delivered_at, values.recipient)
  const time = delivered?.full ?? show(values.delivered_at)
  const carrier = show(values.carrier, 80)
  return (
    <Layout
      title={subject(values)}
      preheader={[time && `Delivered ${time}`, carrier && `by ${carrier}`, `Order ${order}`]
        .filter(Boolean)
        .join(' · ')}
      badge={{ word: 'Delivered', tone: 'good' }}
      heading={delivered ? `Your order was delivered on ${delivered.spoken}` : 'Your order was delivered'}
      recipient={values.recipient}
      app={values.app}
    >
      <Greeting name={values.recipient?.name} />
      <Paragraph>
        Your order {order} has arrived. If it is not at your door, a neighbour may have taken it in.
      </Paragraph>
      {time ? (
        <Panel>
          <Fact label="Delivered" value={time} note={carrier ? `by ${carrier}` : ''} />
        </Panel>
      ) : null}
      <Details
        rows={[
          ...detail('Order', values.order_id),
          ...detail('Carrier', values.carrier),
          ...detail('Tracking number', values.tracking_number),
          ...detail('Shipment', values.shipment_id),
          ...detail('E-mail', values.customer_email),
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
