import type { Context } from 'hono'
import type { ApiStatus, Refusal } from './faults.ts'
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

/** The envelope's `meta` for a page of a list. `total` may be an estimate; `nextCursor`: null at the end. */
export function metaOf(list: {
  total: number
  estimated?: boolean
  limit: number
  page: number
  nextCursor?: string | null
}): Meta {
  const { total, limit, page, nextCursor } = list
  const pages = Math.ceil(total / limit)
  return {
    total,
    limit,
    page,
    total_pages: pages,
    has_next: nextCursor === undefined ? page < pages : nextCursor !== null,
    has_previous: page > 1,
    ...(list.estimated && { total_estimated: true as const }),
    ...(nextCursor && { next_cursor: nextCursor }),
  }
}

/** What `/v1/*` found, in its envelope; with 503 it is no success. */
export function enveloped(
  c: Context<ApiEnv>,
  data: unknown,
  options: { message: string; status?: 200 | 201 | 202 | 503; meta?: Meta },
): Response {
  const rest = { data, message: options.message, meta: options.meta ?? ONE }
  return options.status === 503
    ? c.json({ success: false, error: 'unavailable', ...rest }, 503)
    : c.json({ success: true, ...rest }, options.status ?? 200)
}

/** A refusal: enveloped on `/v1/*`, bare elsewhere. Fields that failed are named by their path. */
export function refused(c: Context<ApiEnv>, refusal: Refusal): Response {
  for (const [name, value] of Object.entries(refusal.headers)) c.header(name, value)
  const { issues, message, code } = refusal
  const status: ApiStatus = refusal.status
  if (isEnveloped(c.req.path)) {
    const data = issues.length > 0 ? { data: { issues } } : {}
    return c.json({ success: false, ...data, error: code, message, meta: NONE }, status)
  }
  return c.json({ detail: message, trace_id: c.get('traceId'), ...(issues.length > 0 && { issues }) }, status)
}

const NONE: Meta = { total: 0, limit: 0, page: 1, total_pages: 0, has_next: false, has_previous: false }
