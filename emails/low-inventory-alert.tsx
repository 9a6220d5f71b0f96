import { z } from 'zod'
import { Details, Fact, Panel, Paragraph } from './_components/blocks.tsx'
import { detail } from './_components/details.ts'
import { Layout, layoutStrings } from './_components/layout.tsx'
import { app } from './_components/samples.ts'
import { context, optional } from './_components/schema.ts'
import { show } from './_components/text.ts'
import { fill, type Strings, subjectOf, words } from './_components/words.ts'

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

export const strings = {
  subject: 'Low stock: {product} ({amount} left)',
  subject_no_amount: 'Low stock: {product}',
  badge: 'Low stock',
  badge_empty: 'Out of stock',
  heading: 'Only {amount} left of {product}',
  heading_empty: 'Out of stock: {product}',
  heading_no_amount: '{product} is running low',
  a_product: 'a product',
  heading_unnamed: 'A product is running low',
  preheader_threshold: 'The threshold is {threshold}',
  preheader_sku: 'SKU {sku}',
  preheader: 'Time to reorder',
  threshold: 'That is at or below the threshold of {threshold}.',
  sentence: 'It may be time to reorder.',
  in_stock: 'In stock',
  in_stock_threshold: 'Threshold {threshold}',
  label_product: 'Product',
  label_sku: 'SKU',
  label_quantity: 'Quantity',
  label_stock: 'Stock',
  label_threshold: 'Threshold',
  label_admin: 'Alert for',
  label_email: 'E-mail',
  ...layoutStrings,
} satisfies Strings

function product(values: Props): string {
  return show(values.product_name, 120) || show(values.sku, 120)
}

/** Callers name what is left `quantity` or `stock`. */
function left(values: Props): string {
  return show(values.quantity, 40) || show(values.stock, 40)
}

export function facts(values: Props) {
  return {
    product: product(values) || words(strings, values).a_product,
    amount: left(values),
    threshold: show(values.threshold, 40),
    sku: show(values.sku, 120),
  }
}

export function subject(values: Props): string {
  const say = words(strings, values)
  const known = facts(values)
  return known.amount ? subjectOf(values, say.subject, known) : fill(say.subject_no_amount, known)
}

export default function LowInventoryAlert(values: Props) {
  const say = words(strings, values)
  const known = facts(values)
  const { amount, threshold } = known
  const empty = /^-?0*(\.0*)?$/.test(amount) && amount !== ''
  const unknown = product(values) ? say.heading_no_amount : say.heading_unnamed
  const heading = empty ? say.heading_empty : amount ? say.heading : unknown
  return (
    <Layout
      title={subject(values)}
      preheader={[
        threshold && fill(say.preheader_threshold, known),
        values.sku && fill(say.preheader_sku, known),
        say.preheader,
      ]
        .filter(Boolean)
        .join(' · ')}
      badge={empty ? { word: say.badge_empty, tone: 'bad' } : { word: say.badge, tone: 'warn' }}
      heading={fill(heading, known)}
      recipient={values.recipient}
      app={values.app}
      say={say}
    >
      <Paragraph>
        {threshold ? `${fill(say.threshold, known)} ` : ''}
        {say.sentence}
      </Paragraph>
      {amount ? (
        <Panel>
          <Fact
            label={say.in_stock}
            value={amount}
            note={threshold ? fill(say.in_stock_threshold, known) : ''}
          />
        </Panel>
      ) : null}
      <Details
        rows={[
          ...detail(say.label_product, values.product_name),
          ...detail(say.label_sku, values.sku),
          ...detail(say.label_quantity, values.quantity),
          ...detail(say.label_stock, values.stock),
          ...detail(say.label_threshold, values.threshold),
          ...detail(say.label_admin, values.admin_email),
          ...detail(say.label_email, values.customer_email),
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
