import { systemClock } from '#server/clock.ts'
import { getDatabase } from '#server/db/pools.ts'
import { isDomainError } from '#server/errors.ts'
import { unsubscribe } from '#server/recipients/unsubscribe.ts'
import { appSecret } from '#server/sources/live.ts'
import { countInvalid, tooMany } from '../../limited.ts'
import { unlessAway } from '../../unless-away.ts'

type Params = { params: Promise<{ token: string }> }

/** One click in a mail client (RFC 8058): no login, no redirect, and the body is only what the RFC says. */
export async function POST(request: Request, { params }: Params): Promise<Response> {
  const { token } = await params
  return unlessAway(async () => {
    try {
      await unsubscribe({ db: getDatabase(), clock: systemClock }, appSecret(), token)
      return Response.json({ status: 'unsubscribed' })
    } catch (error) {
      if (!isDomainError(error)) throw error
      const isUnknown = error.code === 'not_found'
      const wait = isUnknown ? countInvalid(request.headers) : 0
      if (wait > 0) return tooMany(wait)
      return Response.json({ detail: error.message }, { status: isUnknown ? 404 : 422 })
    }
  })
}

/** Scanners follow links: looking changes nothing, and leads to the page with the switches. */
export async function GET(_request: Request, { params }: Params): Promise<Response> {
  const { token } = await params
  return new Response(null, { status: 302, headers: { location: `/u/${encodeURIComponent(token)}` } })
}
