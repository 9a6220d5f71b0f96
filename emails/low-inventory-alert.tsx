import { z } from 'zod'
import { Details, Fact, Panel, Paragraph } from './_components/blocks.tsx'
import { detail } from './_components/details.ts'
import { Layout } from './_components/layout.tsx'
import { app } from './_components/samples.ts'
import { context, optional } from './_components/schema.ts'
import { show } from './_components/text.ts'

export const category = 'transactional'
export const description = 'Warns the people who reorder that a product runs low.'

export const props = z.looseObject({
  sku: optional,
  product_name: optional,
  quantity: optional,
  stock: optional,
  threshold: optional,
  admin_email: optional,
  customer_email: optional,
  ...context,
})

type Props = z.infer<typeof props>

function product(values: Props): string {
  return show(values.product_name, 120) || show(values.sku, 120)
}

/** Callers name what is left `quantity` or `stock`. */
function left(values: Props): string {
  return show(values.quantity, 40) || show(values.stock, 40)
}

export function subject(values: Props): string {
  const amount = left(values)
  return `Low stock: ${product(values) || 'a product'}${amount ? ` (${amount} left)` : ''}`
}

export default function LowInventoryAlert(values: Props) {
  const name = product(values)
  const amount = left(values)
  const threshold = show(values.threshold, 40)
  const empty = /^-?0*(\.0*)?$/.test(amount) && amount !== ''
  const heading = empty
    ? `Out of stock: ${name || 'a product'}`
    : amount
      ? `Only ${amount} left of ${name || 'a product'}`
      : `${name || 'A product'} is running low`
  return (
    <Layout
      title={subject(values)}
      preheader={[
        threshold && `The threshold is ${threshold}`,
        values.sku && `SKU ${show(values.sku, 120)}`,
        'Time to reorder',
      ]
        .filter(Boolean)
        .join(' · ')}
      badge={empty ? { word: 'Out of stock', tone: 'bad' } : { word: 'Low stock', tone: 'warn' }}
      heading={heading}
      recipient={values.recipient}
      app={values.app}
    >
      <Paragraph>
        {threshold ? `That is at or below the threshold of ${threshold}. ` : ''}It may be time to reorder.
      </Paragraph>
      {amount ? (
        <Panel>
          <Fact label="In stock" value={amount} note={threshold ? `Threshold ${threshold}` : ''} />
        </Panel>
      ) : null}
      <Details
        rows={[
          ...detail('Product', values.product_name),
          ...detail('SKU', values.sku),
          ...detail('Quantity', values.quantity),
          ...detail('Stock', values.stock),
          ...detail('Threshold', values.threshold),
          ...detail('Alert for', values.admin_email),
          ...detail('E-mail', values.customer_email),
        ]}
      />
    </Layout>
  )
}

LowInventoryAlert.PreviewProps = {
  sku: 'SOCK-WOOL-3',
  product_name: 'Wool socks, three pairs',
  quantity: 4,
  threshold: 10,
  admin_email: 'warehouse@example.com',
  recipient: { email: 'warehouse@example.com', locale: 'en-GB', timezone: 'Europe/Berlin' },
  app,
} satisfies Props
