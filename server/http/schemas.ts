import { z } from 'zod'
import { statuses } from './faults.ts'

/** What is answered, for the description. */
export const meta = z
  .object({
    total: z.number().int(),
    limit: z.number().int(),
    page: z.number().int(),
    total_pages: z.number().int(),
    has_next: z.boolean(),
    has_previous: z.boolean(),
    total_estimated: z.literal(true).optional(),
    next_cursor: z.string().optional(),
  })
  .meta({ id: 'Meta' })

/** A whole number from 1 on in a query; `max`: at most. */
export const wholeNumber = (max: number = Number.MAX_SAFE_INTEGER) =>
  z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(max, `must be at most ${max}`)

/** `page` and `limit` of a list. */
export const paging = z.object({
  page: wholeNumber().default(1),
  limit: wholeNumber(200).default(50),
})

export const envelope = <T extends z.ZodType>(data: T) =>
  z.object({ success: z.literal(true), data, message: z.string(), meta })

const issue = z
  .object({
    path: z.string().meta({ description: 'As in `data.items[0].price`; empty for the whole body.' }),
    message: z.string(),
  })
  .meta({ id: 'Issue' })

export const envelopedError = z
  .object({
    success: z.literal(false),
    error: z.enum(Object.keys(statuses)),
    message: z.string(),
    data: z.object({ issues: z.array(issue) }).optional(),
    meta,
  })
  .meta({ id: 'EnvelopedError' })

export const bareError = z
  .object({
    detail: z.string(),
    trace_id: z.uuid(),
    issues: z.array(issue).optional(),
  })
  .meta({ id: 'BareError' })

export const acceptedNotification = z
  .object({
    notification_id: z.uuid(),
    status: z.string(),
    trace_id: z.uuid(),
  })
  .meta({ id: 'AcceptedNotification' })

const time = z.iso.datetime().nullable()

const attempt = z
  .object({
    started_at: time,
    duration_ms: z.number().int().nullable(),
    outcome: z.string(),
    provider_id: z.string().nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'Attempt' })

const delivery = z
  .object({
    delivery_id: z.uuid(),
    channel: z.string(),
    address: z.string(),
    provider: z.string().nullable(),
    status: z.string(),
    reason: z.string().nullable(),
    due_at: time,
    template_key: z.string(),
    version: z.number().int(),
    locale: z.string(),
    attempts: z.array(attempt),
  })
  .meta({ id: 'Delivery' })

export const notification = z
  .object({
    notification_id: z.uuid(),
    type: z.string().nullable(),
    source: z.string(),
    status: z.string(),
    status_reason: z.string().nullable(),
    user_id: z.uuid().nullable(),
    order_id: z.string().nullable(),
    correlation_id: z.string().nullable(),
    trace_id: z.uuid(),
    payload: z.record(z.string(), z.unknown()),
    created_at: time,
    sent_at: time,
    error_message: z.string().nullable(),
    deliveries: z.array(delivery),
  })
  .meta({ id: 'Notification' })

/** An endpoint's success; its refusals follow from what it is (`openapi/refusals.ts`). */
export function responses<T extends z.ZodType>(status: 200 | 201 | 202, schema: T, description: string) {
  return { [status]: { description, content: { 'application/json': { schema } } } }
}
