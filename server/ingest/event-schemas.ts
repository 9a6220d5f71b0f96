import { z } from 'zod'

// The event types that callers of the old services send (contract: "E's types", `POST /webhook/events`).
// Unknown fields pass and are kept. Ids and amounts come as strings or as numbers.

const id = z.union([z.string().min(1, 'must not be empty'), z.number()], 'must be a string or a number')
const amount = z.union([z.number(), z.string()], 'must be a number').nullish()
const text = z.string().nullish()
const address = z.email('must be an e-mail address').max(254, 'must be an e-mail address')
const item = z.looseObject({ name: text, quantity: amount, price: amount })

interface TypedEvent {
  data: z.ZodType<Record<string, unknown>>
  /** Fields of `data` that name a recipient; one of them must be there. */
  recipients: readonly string[]
  /** Falls back to `ALERT_EMAIL`. */
  alert?: true
}

const customer = ['customer_email', 'user_id', 'customer_id'] as const
const common = { customer_email: address.nullish(), user_id: id.nullish(), customer_id: id.nullish() }

/** What `data` must look like, for the types that have a fixed form. */
export const typedEvents: Readonly<Record<string, TypedEvent>> = {
  USER_REGISTERED: {
    data: z.looseObject({ ...common, email: address.nullish(), name: text }),
    recipients: ['customer_email', 'email', 'user_id', 'customer_id'],
  },
  ORDER_CREATED: {
    data: z.looseObject({
      ...common,
      order_id: id,
      order_total: amount,
      currency: text,
      items: z.array(item).nullish(),
    }),
    recipients: customer,
  },
  PAYMENT_STATUS_CHANGED: {
    data: z.looseObject({
      ...common,
      order_id: id,
      status: z.string().min(1, 'must not be empty'),
      payment_id: id.nullish(),
      amount,
      currency: text,
    }),
    recipients: customer,
  },
  SHIPMENT_DELIVERED: {
    data: z.looseObject({
      ...common,
      order_id: id,
      shipment_id: id.nullish(),
      tracking_number: id.nullish(),
      carrier: text,
      delivered_at: text,
    }),
    recipients: customer,
  },
  LOW_INVENTORY_ALERT: {
    data: z.looseObject({
      ...common,
      admin_email: address.nullish(),
      sku: id.nullish(),
      product_name: text,
      quantity: amount,
      stock: amount,
      threshold: amount,
    }),
    recipients: ['admin_email', 'customer_email'],
    alert: true,
  },
}

/** `POST /webhook/events`: appointments, and any event of the same shape. */
export const webhookEvent = z.looseObject({
  event_type: z.string().min(1, 'must not be empty').max(200),
  appointment_id: z.string().min(1, 'must not be empty').max(200),
  patient_id: text,
  doctor_id: text,
  slot: z.record(z.string(), z.unknown()).nullish(),
  status: text,
  metadata: z.record(z.string(), z.unknown()).nullish(),
})

/** RFC 3339, of a year that PostgreSQL and JavaScript write alike. */
const instant = z.iso
  .datetime({ offset: true, error: 'must be a time as in RFC 3339: 2026-11-21T09:30:00Z' })
  .refine((text) => {
    const ms = Date.parse(text)
    return ms >= 0 && ms < Date.UTC(9999, 0)
  }, 'must lie between 1970 and 9998')

const times = { scheduled_at: instant.nullish(), expires_at: instant.nullish() }

/** `POST /v1/notifications` as `{ type, data }`. */
export const apiEvent = z.looseObject({
  type: z.string().min(1, 'must not be empty').max(200),
  data: z.record(z.string(), z.unknown()),
  ...times,
  template_key: z.undefined('must not stand beside type').optional(),
})

export type ApiEvent = z.infer<typeof apiEvent>

/** `POST /v1/notifications` with `template_key`: that template to that user. */
export const templateEvent = z.looseObject({
  user_id: z.union(
    [z.string().min(1, 'must not be empty').max(500), z.number()],
    'must be a string or a number',
  ),
  template_key: z.string().min(1, 'must not be empty').max(200),
  message_data: z.record(z.string(), z.unknown()).nullish(),
  channels: z
    .array(z.enum(['email', 'push'], 'must be email or push'))
    .min(1, 'must not be empty')
    .max(2, 'must not name more than 2')
    .nullish(),
  category: z.string().min(1, 'must not be empty').max(100).nullish(),
  priority: z
    .union(
      [z.enum(['high', 'normal', 'low']), z.int().min(0).max(10)],
      'must be high, normal, low, or a whole number from 0 to 10',
    )
    .nullish(),
  ...times,
  type: z.undefined('must not stand beside template_key').optional(),
})

export type TemplateEvent = z.infer<typeof templateEvent>

/** `POST /v1/notifications/batch`, as it is described: each item is checked for itself. */
const batchItems = z
  .array(z.union([apiEvent, templateEvent]))
  .min(1)
  .max(1000)
export const batchEvents = z.union([z.object({ notifications: batchItems }), batchItems])
