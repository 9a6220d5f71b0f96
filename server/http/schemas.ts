import { z } from '@hono/zod-openapi'

/** What is answered, for the description. */
export const meta = z.object({
  total: z.number().int(),
  limit: z.number().int(),
  page: z.number().int(),
  total_pages: z.number().int(),
  has_next: z.boolean(),
  has_previous: z.boolean(),
  total_estimated: z.literal(true).optional(),
  next_cursor: z.string().optional(),
})

/** `page` and `limit` of a list. */
export const paging = z.object({
  page: z.coerce.number('must be a number').int('must be a whole number').min(1).default(1),
  limit: z.coerce.number('must be a number').int('must be a whole number').min(1).max(200).default(50),
})

export const envelope = <T extends z.ZodType>(data: T) =>
  z.object({ success: z.literal(true), data, message: z.string(), meta })

const issue = z.object({ path: z.string(), message: z.string() })

export const envelopedError = z.object({
  success: z.literal(false),
  error: z.string(),
  message: z.string(),
  data: z.object({ issues: z.array(issue) }).optional(),
  meta,
})

export const bareError = z.object({
  detail: z.string(),
  trace_id: z.uuid(),
  issues: z.array(issue).optional(),
})

export const acceptedNotification = z.object({
  notification_id: z.uuid(),
  status: z.string(),
  trace_id: z.uuid(),
})

const time = z.iso.datetime().nullable()

const attempt = z.object({
  started_at: time,
  duration_ms: z.number().int().nullable(),
  outcome: z.string(),
  provider_id: z.string().nullable(),
  error: z.string().nullable(),
})

const delivery = z.object({
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

export const notification = z.object({
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

const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

/** Answers of an endpoint: its success, and the refusals that every one of its kind can give. */
export function responses<T extends z.ZodType>(
  status: 200 | 201 | 202,
  schema: T,
  description: string,
  error: typeof envelopedError | typeof bareError,
) {
  return {
    [status]: json(schema, description),
    400: json(error, 'A field is missing or wrong; each is named'),
    401: json(error, 'No valid credentials'),
    403: json(error, 'The key lacks the scope'),
    404: json(error, 'Not found'),
    405: json(error, 'Unknown method'),
    413: json(error, 'The body is larger than 1 MiB'),
    415: json(error, 'The body is not JSON'),
    422: json(error, 'Valid, but it can not be carried out'),
    503: json(error, 'The database is away; nothing was promised'),
  }
}
