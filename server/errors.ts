/**
 * Domain errors: a code and words, never an HTTP status. Adapters (`server/http`, `server/trpc`) translate each
 * code once. Compare by `code`, never by `instanceof`: the web process holds this module up to three times.
 */
export type ErrorCode =
  | 'bad_input' // malformed or of the wrong type
  | 'unprocessable' // well-formed, but it can't be carried out
  | 'idempotency_mismatch' // the key was used with another body
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'rate_limited'
  | 'unavailable' // the database is away; nothing was promised
  | 'internal'

/** One bad field, named by its path (`data.customer_email`, `items[0].price`). */
export interface Issue {
  path: string
  message: string
}

export class DomainError extends Error {
  override readonly name = 'DomainError'
  readonly code: ErrorCode
  readonly issues: readonly Issue[]

  constructor(code: ErrorCode, message: string, issues: readonly Issue[] = [], options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.issues = issues
  }
}

/** Works across the copies of this module that bundling makes. */
export function isDomainError(error: unknown): error is DomainError {
  return error instanceof Error && error.name === 'DomainError' && 'code' in error && 'issues' in error
}
