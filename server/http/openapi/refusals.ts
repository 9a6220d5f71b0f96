import type { ApiErrorCode } from '../faults.ts'
import { isEnveloped } from '../paths.ts'
import type { Operation } from './operation.ts'

interface Refused {
  code: ApiErrorCode
  description: string
  message: string
  issues?: readonly { path: string; message: string }[]
  headers?: readonly string[]
}

/** Each refusal, with an example of its words. */
const refusals = {
  400: {
    code: 'validation_failed',
    description: 'Something is missing, malformed or of the wrong type; each bad field is named by its path.',
    message: 'name: is required',
    issues: [{ path: 'name', message: 'is required' }],
  },
  401: {
    code: 'unauthorized',
    description: 'No valid credentials; there is no hint which part is wrong.',
    message: 'A valid API key is required.',
    headers: ['WWW-Authenticate'],
  },
  403: {
    code: 'forbidden',
    description: 'The key lacks the scope.',
    message: 'This key lacks the scope “ingest”.',
  },
  404: { code: 'not_found', description: 'There is no such thing.', message: 'There is nothing of this id.' },
  409: {
    code: 'conflict',
    description: 'It is at odds with what there is.',
    message: 'There is one of that name.',
  },
  413: {
    code: 'payload_too_large',
    description: 'The body is larger than 1 MiB.',
    message: 'The body is larger than 1 MiB.',
  },
  415: {
    code: 'unsupported_media_type',
    description: 'The body is of another media type.',
    message: 'The body must be JSON (Content-Type: application/json).',
  },
  422: {
    code: 'unprocessable',
    description:
      'Well-formed, but it can’t be carried out; or the `Idempotency-Key` was used with another body.',
    message: 'This Idempotency-Key was used with another body.',
    issues: [{ path: 'Idempotency-Key', message: 'was used with another body' }],
  },
  429: {
    code: 'rate_limited',
    description: 'The limit of requests per minute is used up.',
    message: 'More than 600 requests a minute: try again in 3 s.',
    headers: ['Retry-After'],
  },
  500: {
    code: 'internal',
    description: 'A fault of ours; the trace id finds it in the log.',
    message: 'An internal error.',
  },
  503: {
    code: 'unavailable',
    description: 'The database is away, and nothing was promised.',
    message: 'The database is away; nothing was promised.',
    headers: ['Retry-After'],
  },
} as const satisfies Record<number, Refused>

export type RefusalStatus = keyof typeof refusals

/** The statuses that an operation can be refused with, smallest first. */
export function refusalsOf(operation: Operation): RefusalStatus[] {
  const { body, consumes, query, params, creates, scope, security } = operation
  const found = new Set<RefusalStatus>(operation.refusals)
  const add = (...statuses: RefusalStatus[]) => {
    for (const status of statuses) found.add(status)
  }
  if (body || consumes) add(400, 413, 415)
  if (query || params) add(400)
  if (params) add(404)
  if (creates) add(400, 422)
  if (scope || security) add(401, 429, 500, 503)
  if (scope) add(403)
  return [...found].filter((status) => !(status in operation.responses)).sort((a, b) => a - b)
}

/** The refusal as `#/components/responses` keeps it, under this name. */
export const refusalName = (status: RefusalStatus, path: string): string =>
  `${isEnveloped(path) ? 'Enveloped' : 'Bare'}${status}`

const NONE = { total: 0, limit: 0, page: 1, total_pages: 0, has_next: false, has_previous: false }
const TRACE_ID = '4bf92f35-77b3-4da6-a3ce-929d0e0e4736'

/** Its description, by the path of an operation that can be refused so. */
export function refusal(status: RefusalStatus, path: string): Record<string, unknown> {
  const { code, description, message, issues, headers }: Refused = refusals[status]
  const example = isEnveloped(path)
    ? { success: false, error: code, message, ...(issues && { data: { issues } }), meta: NONE }
    : { detail: message, trace_id: TRACE_ID, ...(issues && { issues }) }
  return {
    description,
    headers: headersOf('X-Trace-Id', ...(headers ?? [])),
    content: {
      'application/json': {
        schema: { $ref: `#/components/schemas/${isEnveloped(path) ? 'EnvelopedError' : 'BareError'}` },
        example,
      },
    },
  }
}

/** References to described response headers. */
export const headersOf = (...names: string[]): Record<string, unknown> =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))
