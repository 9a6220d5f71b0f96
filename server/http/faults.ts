import { isDatabaseAway } from '#server/db/client.ts'
import { type ErrorCode, type Issue, isDomainError } from '#server/errors.ts'

/** The contract's `error` words. */
export type ApiErrorCode =
  | Exclude<ErrorCode, 'bad_input'>
  | 'validation_failed'
  | 'method_not_allowed'
  | 'payload_too_large'
  | 'unsupported_media_type'

/** The contract's `error` words, and the status that goes with each. */
export const statuses = {
  validation_failed: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  idempotency_mismatch: 422,
  unprocessable: 422,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const satisfies Record<ApiErrorCode, number>

export type ApiStatus = (typeof statuses)[ApiErrorCode]

/** A refusal that only HTTP knows (method, size, media type), or a field that failed validation. */
export class HttpFault extends Error {
  override readonly name = 'HttpFault'
  readonly code: ApiErrorCode
  readonly issues: readonly Issue[]
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: ApiErrorCode,
    message: string,
    options: { issues?: readonly Issue[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message)
    this.code = code
    this.issues = options.issues ?? []
    this.headers = options.headers ?? {}
  }
}

export interface Refusal {
  code: ApiErrorCode
  status: ApiStatus
  message: string
  issues: readonly Issue[]
  headers: Readonly<Record<string, string>>
}

const isHttpFault = (error: unknown): error is HttpFault =>
  error instanceof Error && error.name === 'HttpFault'

/** When to come again while the database is away, in seconds. */
export const AWAY_RETRY_S = '5'

/** The one translation of errors to HTTP. Of an unknown error nothing is shown. */
export function toRefusal(error: unknown): Refusal {
  if (isHttpFault(error))
    return { ...pick(error), code: error.code, status: statuses[error.code], headers: error.headers }
  if (isDomainError(error)) {
    const code = error.code === 'bad_input' ? 'validation_failed' : error.code
    const headers: Record<string, string> = code === 'unavailable' ? { 'Retry-After': AWAY_RETRY_S } : {}
    return { ...pick(error), code, status: statuses[code], headers }
  }
  if (isDatabaseAway(error)) {
    const message = 'The database is away; nothing was promised.'
    return { code: 'unavailable', status: 503, message, issues: [], headers: { 'Retry-After': AWAY_RETRY_S } }
  }
  return { code: 'internal', status: 500, message: 'An internal error.', issues: [], headers: {} }
}

const pick = ({ message, issues }: { message: string; issues: readonly Issue[] }) => ({ message, issues })
