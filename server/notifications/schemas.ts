import { z } from 'zod'

// Usable by the client: no import of the tables' modules, whose code would come along.
export const statuses = [
  'PENDING',
  'QUEUED',
  'SENT',
  'PARTIAL',
  'FAILED',
  'UNKNOWN',
  'RECORDED',
  'WITHHELD',
  'SCHEDULED',
  'CANCELLED',
] as const
export const sources = ['webhook', 'api', 'kafka', 'sql', 'dashboard', 'send-notification'] as const

// PostgreSQL's text holds no NUL.
export const text = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^\P{Cc}*$/u, 'must not contain control characters')
export const instant = z.iso.datetime({
  offset: true,
  error: 'must be a time as in RFC 3339: 2026-11-21T09:30:00Z',
})

/** Which notifications. A list means any of its values; an empty one means no condition. */
export const notificationFilter = z.object({
  status: z.array(z.enum(statuses)).max(statuses.length).default([]),
  type: z.array(text(200)).max(50).default([]),
  source: z.array(z.enum(sources)).max(sources.length).default([]),
  /** RFC 3339; from then on, and before then. */
  from: instant.nullish(),
  to: instant.nullish(),
  /** A notification, delivery or trace id, an e-mail, an order or correlation id: exact, but for outer space. */
  q: text(500).trim().nullish(),
  userId: z.uuid().nullish(),
  orderId: text(500).nullish(),
  correlationId: text(500).nullish(),
  /** A W3C trace id written as a UUID need not be one of RFC 9562. */
  traceId: z.guid().nullish(),
})
export type NotificationFilter = z.input<typeof notificationFilter>
export type ParsedFilter = z.output<typeof notificationFilter>

/** A page of a list ordered by id, newest first. */
export const page = z.object({
  /** Rows older (`next`) or newer (`previous`) than this id. */
  cursor: z.uuid().nullish(),
  direction: z.enum(['next', 'previous']).default('next'),
  limit: z.int().min(1).max(200).default(50),
})

export const listInput = z.object({ ...notificationFilter.shape, ...page.shape })
export type ListInput = z.input<typeof listInput>

/** A user's id, or `ext:<external id>`. */
export const userReference = text(500).regex(
  /^(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|ext:.+)$/,
  'must be a UUID or ext:<external id>',
)

/** A page by its number, or what follows a cursor (a notification's id). */
export const pageInput = z.object({
  ...notificationFilter.shape,
  user: userReference.nullish(),
  page: z.int().min(1).nullish(),
  cursor: z.uuid().nullish(),
  limit: z.int().min(1).max(200).default(50),
})
export type PageInput = z.input<typeof pageInput>

/** An order's notifications: those older than `before` (a notification's id). */
export const orderInput = z.object({
  orderId: text(500).min(1),
  before: z.uuid().nullish(),
  limit: z.int().min(1).max(1000).default(1000),
})
export type OrderInput = z.input<typeof orderInput>

export const newerInput = z.object({ ...notificationFilter.shape, id: z.uuid() })
export type NewerInput = z.input<typeof newerInput>

export const notificationId = z.object({ id: z.uuid() })
export const deliveryId = z.object({ deliveryId: z.uuid() })

/** `sent`: as it was sent. `today`: with today's workflow, template and preferences. */
export const replayInput = z.object({ id: z.uuid(), mode: z.enum(['sent', 'today']) })
export type ReplayInput = z.input<typeof replayInput>
