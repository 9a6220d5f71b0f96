import { z } from 'zod'
import { Details, Fact, Greeting, greetingStrings, Panel, Paragraph } from './_components/blocks.tsx'
import { detail } from './_components/details.ts'
import { Layout, layoutStrings } from './_components/layout.tsx'
import { money } from './_components/money.ts'
import { app, recipient } from './_components/samples.ts'
import { context, optional, required } from './_components/schema.ts'
import { show, word } from './_components/text.ts'
import type { Tone } from './_components/theme.ts'
import { fill, type Strings, subjectOf, words } from './_components/words.ts'

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

const outcomes = {
  paid_heading: 'Your payment went through',
  paid: 'Thank you. We received the payment for your order {order}, and nothing else is needed.',
  failed_heading: 'Your payment did not go through',
  failed: 'The payment for your order {order} failed. Please check your payment details and try again.',
  pending_heading: 'Your payment is being processed',
  pending: 'The payment for your order {order} can take a moment. We will write to you when it is done.',
  refunded_heading: 'Your payment was refunded',
  refunded: 'The payment for your order {order} is on its way back. With some banks it takes a few days.',
  cancelled_heading: 'Your payment was cancelled',
  cancelled: 'The payment for your order {order} was cancelled, and the amount is not charged.',
  other_heading: 'The status of your payment is now: {status}',
  other: 'It belongs to your order {order}.',
  // As the event names it; a language that is not the event's says its own.
  paid_status: '{status}',
  failed_status: '{status}',
  pending_status: '{status}',
  refunded_status: '{status}',
  cancelled_status: '{status}',
  other_status: '{status}',
} satisfies Strings

export const strings = {
  subject: 'Payment {status_lower} for order {order}',
  ...greetingStrings,
  ...outcomes,
  amount: 'Amount',
  amount_order: 'Order {order}',
  label_order: 'Order',
  label_status: 'Status',
  label_payment: 'Payment',
  label_currency: 'Currency',
  label_email: 'E-mail',
  ...layoutStrings,
} satisfies Strings

type Outcome = 'paid' | 'failed' | 'pending' | 'refunded' | 'cancelled' | 'other'

const TONES: Record<Outcome, Tone> = {
  ...{ paid: 'good', failed: 'bad', pending: 'warn', refunded: 'accent', cancelled: 'neutral' },
  other: 'neutral',
}

/** Payment providers' words for the same few outcomes; any other status is told in its own words. */
const OUTCOMES: [RegExp, Outcome][] = [
  [/^(paid|succeeded|success|successful|completed?|captured|confirmed|approved|settled)$/, 'paid'],
  [/^(failed|failure|declined|rejected|error|expired|payment_failed)$/, 'failed'],
  [/^(pending|processing|authori[sz]ed|requires_action|in_progress|created|initiated)$/, 'pending'],
  [/^(refunded|partially_refunded|refund)$/, 'refunded'],
  [/^(cancell?ed|voided|void)$/, 'cancelled'],
]

function outcomeOf(status: unknown): Outcome {
  const key = show(status, 80)
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
  return OUTCOMES.find(([pattern]) => pattern.test(key))?.[1] ?? 'other'
}

export function facts(values: Props) {
  const said = word(show(values.status, 80))
  const status = fill(words(strings, values)[`${outcomeOf(values.status)}_status`], { status: said })
  return {
    status,
    status_lower: status.toLowerCase(),
    order: show(values.order_id, 80),
    amount: money(values.amount, values.currency, values.recipient),
  }
}

export function subject(values: Props): string {
  return subjectOf(values, words(strings, values).subject, facts(values))
}

export default function PaymentStatusChanged(values: Props) {
  const say = words(strings, values)
  const known = facts(values)
  const { amount } = known
  const outcome = outcomeOf(values.status)
  const sentence = fill(say[outcome], known)
  return (
    <Layout
      title={subject(values)}
      preheader={[amount, sentence].filter(Boolean).join(' · ')}
      badge={{ word: known.status, tone: TONES[outcome] }}
      heading={fill(say[`${outcome}_heading`], known)}
      recipient={values.recipient}
      app={values.app}
      say={say}
    >
      <Greeting name={values.recipient?.name} say={say} />
      <Paragraph>{sentence}</Paragraph>
      {amount ? (
        <Panel>
          <Fact label={say.amount} value={amount} note={fill(say.amount_order, known)} />
        </Panel>
      ) : null}
      <Details
        rows={[
          ...detail(say.label_order, values.order_id),
          ...detail(say.label_status, known.status),
          ...detail(say.label_payment, values.payment_id),
          ...detail(say.label_currency, values.currency),
          ...detail(say.label_email, values.customer_email),
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
