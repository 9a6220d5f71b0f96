import type { TRPCError } from '@trpc/server'
import { isDatabaseAway } from '#server/db/client.ts'
import { type ErrorCode, type Issue, isDomainError } from '#server/errors.ts'

type TrpcCode = TRPCError['code']

const trpcCodes: Record<ErrorCode, TrpcCode> = {
  bad_input: 'BAD_REQUEST',
  unprocessable: 'UNPROCESSABLE_CONTENT',
  idempotency_mismatch: 'UNPROCESSABLE_CONTENT',
  unauthorized: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  conflict: 'CONFLICT',
  rate_limited: 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
  internal: 'INTERNAL_SERVER_ERROR',
}

/** What the page learns of an error, beside its message. */
export interface ErrorData {
  /** Our own code. */
  reason: ErrorCode
  traceId: string
  issues: readonly Issue[]
}

/** An error as the adapter answers it: the words of domain errors, and none of anything else's. */
export function translate(cause: unknown): {
  code: TrpcCode
  reason: ErrorCode
  message: string
  issues: readonly Issue[]
} {
  if (isDomainError(cause)) {
    const { code: reason, message, issues } = cause
    return { code: trpcCodes[reason], reason, message, issues }
  }
  if (isDatabaseAway(cause)) {
    const message = 'The database is away. Nothing was changed; try again in a moment.'
    return { code: 'SERVICE_UNAVAILABLE', reason: 'unavailable', message, issues: [] }
  }
  const message = 'Something went wrong here. The log has more under this trace id.'
  return { code: 'INTERNAL_SERVER_ERROR', reason: 'internal', message, issues: [] }
}
