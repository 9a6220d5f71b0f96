import type { Context } from 'hono'
import type { ApiStatus, Refusal } from './faults.ts'
import { NodeAnswer } from './node-answer.ts'
import { isEnveloped } from './paths.ts'
import type { ApiEnv } from './types.ts'

export interface Meta {
  total: number
  limit: number
  page: number
  total_pages: number
  has_next: boolean
  has_previous: boolean
  /** Above 10,000 `total` is an estimate. */
  total_estimated?: true
  /** Goes on where a page ended; `page` reaches 10,000 rows deep. */
  next_cursor?: string
}

/** The envelope's `meta` for a single thing. */
export const ONE: Meta = { total: 1, limit: 1, page: 1, total_pages: 1, has_next: false, has_previous: false }

/**
 * The envelope's `meta` for a page of a list. `total` may be an estimate; `nextCursor`: null at the end; `cursor`: the one
 * that was asked for, if any.
 */
export function metaOf(list: {
  total: number
  estimated?: boolean
  limit: number
  page: number
  cursor?: string | undefined
  nextCursor?: string | null
}): Meta {
  const { total, limit, page, cursor, nextCursor } = list
  const pages = Math.ceil(total / limit)
  return {
    total,
    limit,
    page,
    total_pages: pages,
    has_next: nextCursor === undefined ? page < pages : nextCursor !== null,
    has_previous: page > 1 || cursor !== undefined,
    ...(list.estimated && { total_estimated: true as const }),
    ...(nextCursor && { next_cursor: nextCursor }),
  }
}

/** A header of the answer, whichever way it is given. */
export function setHeader(c: Context<ApiEnv>, name: string, value: string): void {
  c.get('headers')[name] = value
}

/** A value as JSON. */
export function json(c: Context<ApiEnv>, value: unknown, status = 200): Response {
  return text(c, JSON.stringify(value), status)
}

/** JSON that is text already. */
export function text(c: Context<ApiEnv>, body: string, status: number): Response {
  return c.env?.outgoing
    ? (new NodeAnswer(body, status, c.get('headers')) as unknown as Response)
    : c.body(body, status as 200, { 'Content-Type': 'application/json' })
}

/** What `/v1/*` found, in its envelope; with 503 it is no success. */
export function enveloped(
  c: Context<ApiEnv>,
  data: unknown,
  options: { message: string; status?: 200 | 201 | 202 | 503; meta?: Meta },
): Response {
  const rest = { data, message: options.message, meta: options.meta ?? ONE }
  return options.status === 503
    ? json(c, { success: false, error: 'unavailable', ...rest }, 503)
    : json(c, { success: true, ...rest }, options.status ?? 200)
}

/** A refusal: enveloped on `/v1/*`, bare elsewhere. Fields that failed are named by their path. */
export function refused(c: Context<ApiEnv>, refusal: Refusal): Response {
  for (const [name, value] of Object.entries(refusal.headers)) setHeader(c, name, value)
  const { issues, message, code } = refusal
  const status: ApiStatus = refusal.status
  if (isEnveloped(c.req.path)) {
    const data = issues.length > 0 ? { data: { issues } } : {}
    return json(c, { success: false, ...data, error: code, message, meta: NONE }, status)
  }
  return json(
    c,
    { detail: message, trace_id: c.get('traceId'), ...(issues.length > 0 && { issues }) },
    status,
  )
}

const NONE: Meta = { total: 0, limit: 0, page: 1, total_pages: 0, has_next: false, has_previous: false }
