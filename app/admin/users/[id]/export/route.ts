import { systemClock } from '#server/clock.ts'
import { getDatabase } from '#server/db/pools.ts'
import { isDomainError } from '#server/errors.ts'
import { memberOf } from '#server/members/current-member.ts'
import { exportUser } from '#server/users/export.ts'

const statuses: Record<string, number> = { forbidden: 403, not_found: 404, bad_input: 404 }

/** Everything that is kept of one person, as a JSON file. For members who may see users. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { id: userId } = await params
  const member = await memberOf(request.headers)
  if (!member) return refusal(401, 'Sign in first.')
  const { id, name, role } = member
  const actor = { kind: 'member', id, name, role } as const
  try {
    const { pieces } = await exportUser({ db: getDatabase(), clock: systemClock, actor }, { id: userId })
    return new Response(streamOf(pieces), {
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': `attachment; filename="user-${userId.toLowerCase()}.json"`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    })
  } catch (error) {
    const status = isDomainError(error) ? statuses[error.code] : undefined
    if (status && error instanceof Error) return refusal(status, error.message)
    throw error
  }
}

/** A piece at a time, as fast as it is taken; who goes away ends the reading. */
function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
}

const refusal = (status: number, message: string) =>
  new Response(message, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })
