import { z } from 'zod'
import { Details, Fact, Greeting, Panel, Paragraph } from './_components/blocks.tsx'
import { detail } from './_components/details.ts'
import { Layout } from './_components/layout.tsx'
import { money } from './_components/money.ts'
import { app, recipient } from './_components/samples.ts'
import { context, optional, required } from './_components/schema.ts'
import { show, word } from './_components/text.ts'
import type { Tone } from './_components/theme.ts'

export const category = 'orders'
export const description = 'Tells a customer what became of a payment.'

export const props = z.looseObject({
  order_id: required,
  status: required,
  payment_id: optional,
  amount: optional,
  currency: optional,
  customer_email: optional,
  ...context,
})

type Props = z.infer<typeof props>

interface Outcome {
  tone: Tone
  heading: string
  sentence: (order: string) => string
}

const PAID: Outcome = {
  tone: 'good',
  heading: 'Your payment went through',
  sentence: (order) =>
    `Thank you. We received the payment for your order ${order}, and nothing else is needed.`,
}
const FAILED: Outcome = {
  tone: 'bad',
  heading: 'Your payment did not go through',
  sentence: (order) =>
    `The payment for your order ${order} failed. Please check your payment details and try again.`,
}
const PENDING: Outcome = {
  tone: 'warn',
  heading: 'Your payment is being processed',
  sentence: (order) =>
    `The payment for your order ${order} can take a moment. We will write to you when it is done.`,
}
const REFUNDED: Outcome = {
  tone: 'accent',
  heading: 'Your payment was refunded',
  sentence: (order) =>
    `The payment for your order ${order} is on its way back. With some banks it takes a few days.`,
}
const CANCELLED: Outcome = {
  tone: 'neutral',
  heading: 'Your payment was cancelled',
  sentence: (order) => `The payment for your order ${order} was cancelled, and the amount is not charged.`,
}

/** Payment providers' words for the same few outcomes; any other status is told in its own words. */
const OUTCOMES: [RegExp, Outcome][] = [
  [/^(paid|succeeded|success|successful|completed?|captured|confirmed|approved|settled)$/, PAID],
  [/^(failed|failure|declined|rejected|error|expired|payment_failed)$/, FAILED],
  [/^(pending|processing|authori[sz]ed|requires_action|in_progress|created|initiated)$/, PENDING],
  [/^(refunded|partially_refunded|refund)$/, REFUNDED],
  [/^(cancell?ed|voided|void)$/, CANCELLED],
]

function outcome(status: unknown): Outcome {
  const text = show(status, 80)
  const key = text.toLowerCase().replace(/[\s-]+/g, '_')
  return (
    OUTCOMES.find(([pattern]) => pattern.test(key))?.[1] ?? {
      tone: 'neutral',
      heading: `The status of your payment is now: ${word(text)}`,
      sentence: (order) => `It belongs to your order ${order}.`,
    }
  )
}

export function subject(values: Props): string {
  return `Payment ${word(values.status).toLowerCase()} for order ${show(values.order_id, 80)}`
}

export default function PaymentStatusChanged(values: Props) {
  const order = show(values.order_id, 80)
  const amount = money(values.amount, values.currency, values.recipient)
  const { tone, heading, sentence } = outcome(values.status)
  return (
    <Layout
      title={subject(values)}
      preheader={[amount, sentence(order)].filter(Boolean).join(' · ')}
      badge={{ word: word(values.status), tone }}
      heading={heading}
      recipient={values.recipient}
      app={values.app}
    >
      <Greeting name={values.recipient?.name} />
      <Paragraph>{sentence(order)}</Paragraph>
      {amount ? (
        <Panel>
          <Fact label="Amount" value={amount} note={`Order ${order}`} />
        </Panel>
      ) : null}
      <Details
        rows={[
          ...detail('Order', values.order_id),
          ...detail('Status', word(values.status)),
          ...detail('Payment', values.payment_id),
          ...detail('Currency', values.currency),
          ...detail('E-mail', values.customer_email),
        ]}
      />
    </Layout>
  )
}

PaymentStatusChanged.PreviewProps = {
  order_id: '10482',
  status: 'paid',
  payment_id: 'pay_7Hq2Lm',
  amount: '184.50',
  currency: 'EUR',
  customer_email: 'anna.lindqvist@example.com',
  recipient,
  app,
} satisfies Props
