import { newId } from '#server/db/ids.ts'
import type { SourceKind } from '#server/db/schema/notifications.ts'
import { type NormalisedIds, normalise } from './normalise.ts'

/** One event, checked by its endpoint. */
export interface IncomingEvent {
  source: SourceKind
  sourceName: string | null
  eventType: string | null
  traceId: string
  payload: Record<string, unknown>
  /** `scope`: credential, method and path; `bodyHash`: SHA-256 of the body as sent, in hex. */
  idempotency: { scope: string; key: string; bodyHash: string } | null
  /** What it is about, where its endpoint knows better than the contract's *Normalising* of the payload. */
  ids?: Omit<NormalisedIds, 'eventType'>
  /** The user it is for, where that is settled already. */
  userId?: string
  /** Whom its source's mapping names: an e-mail address, or a user's id or external id. */
  addressee?: string | null
  /** Not to be sent before. */
  scheduledAt?: Date | null
  /** Not to be sent after. */
  expiresAt?: Date | null
}

/** An event as the statements take it: JSON, its times as ISO text. */
export type EventRow = ReturnType<typeof toRow>

/** An event's row, with a new id. `now`: ISO text. */
export function toRow(event: IncomingEvent, now: string = new Date().toISOString()) {
  const ids = event.ids ?? normalise(event.payload)
  return {
    id: newId(),
    event_type: event.eventType,
    source: event.source,
    source_name: event.sourceName,
    trace_id: event.traceId,
    user_id: event.userId,
    customer_id: ids.customerId,
    runner_id: ids.runnerId,
    order_id: ids.orderId,
    correlation_id: ids.correlationId,
    source_service: ids.sourceService,
    payload: event.payload,
    addressee: event.addressee,
    scheduled_at: event.scheduledAt?.toISOString(),
    expires_at: event.expiresAt?.toISOString(),
    created_at: now,
    scope: event.idempotency?.scope,
    key: event.idempotency?.key,
    body_hash: event.idempotency?.bodyHash,
  }
}

/** The columns of `notifications` that an event's row fills, for `insert into … select …`. */
export const ROW_COLUMNS = `id, event_type, source, source_name, trace_id, user_id, customer_id, runner_id, order_id,
  correlation_id, source_service, payload, addressee, scheduled_at, expires_at, created_at`

/** The same with their types, for `json_to_recordset(…) as x(…)`. */
export const ROW_RECORD = `id uuid, event_type text, source text, source_name text, trace_id uuid, user_id uuid,
  customer_id text, runner_id text, order_id text, correlation_id text, source_service text, payload jsonb,
  addressee text, scheduled_at timestamptz, expires_at timestamptz, created_at timestamptz`
