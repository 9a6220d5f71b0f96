import type { Context } from '#server/context.ts'
import { type ErrorCode, isDomainError } from '#server/errors.ts'
import { signedInContext } from '#server/members/context-of.ts'

const STATUS: Partial<Record<ErrorCode, number>> = { forbidden: 403, not_found: 404, bad_input: 404 }

export interface Download {
  name: string
  /** Its media type. */
  type: string
  pieces: AsyncIterable<string | Uint8Array>
}

/**
 * Answers with what a verb gives the member who is signed in, as a file: a piece at a time, as fast as it is taken; who
 * goes away ends the reading. 401, 403 and 404 say why in a line of text.
 */
export async function download(
  request: Request,
  read: (ctx: Context) => Promise<Download>,
): Promise<Response> {
  const ctx = await signedInContext(request.headers)
  if (!ctx) return refusal(401, 'Sign in first.')
  try {
    const { name, type, pieces } = await read(ctx)
    return new Response(streamOf(pieces), {
      headers: {
        'content-type': `${type}; charset=utf-8`,
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    })
  } catch (error) {
    const status = isDomainError(error) ? STATUS[error.code] : undefined
    if (status && error instanceof Error) return refusal(status, error.message)
    throw error
  }
}

function streamOf(pieces: AsyncIterable<string | Uint8Array>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const source = pieces[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await source.next()
      if (done) controller.close()
      else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value)
    },
    async cancel() {
      await source.return?.(undefined)
    },
  })
}

const refusal = (status: number, message: string) =>
  new Response(message, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })
