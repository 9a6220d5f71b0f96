import { systemClock } from '#server/clock.ts'
import { getDatabase } from '#server/db/pools.ts'
import { isDomainError } from '#server/errors.ts'
import { isSubscribedByLink, subscribeByLink, unsubscribeByLink } from '#server/push-subscriptions/by-link.ts'
import type { PushSubscriptionInput } from '#server/push-subscriptions/schemas.ts'
import { limitLink } from '#server/recipients/limits.ts'
import { appSecret } from '#server/sources/live.ts'
import { smallJson } from '../../_push/small-json.ts'
import { countInvalid, tooMany } from '../../limited.ts'
import { unlessAway } from '../../unless-away.ts'

type Params = { params: Promise<{ token: string }> }
/** Characters of a PushSubscription. */
const LONGEST = 5_000

/** Whether the browser whose endpoint the query names gets the notifications of the link's user. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const { token } = await params
  const endpoint = new URL(request.url).searchParams.get('endpoint') ?? ''
  return answer(request, async () => ({
    subscribed: await isSubscribedByLink({ db: getDatabase() }, appSecret(), token, { endpoint }),
  }))
}

/** The page's own script sends the browser's PushSubscription. */
export async function POST(request: Request, { params }: Params): Promise<Response> {
  const { token } = await params
  const wait = limitLink('subscribe', token)
  if (wait > 0) return tooMany(wait)
  const subscription = (await smallJson(request, LONGEST)) as PushSubscriptionInput
  const userAgent = request.headers.get('user-agent')
  return answer(request, async () => {
    await subscribeByLink(deps(), appSecret(), token, { subscription, userAgent })
    return { subscribed: true }
  })
}

/** With `{ "endpoint" }`. */
export async function DELETE(request: Request, { params }: Params): Promise<Response> {
  const { token } = await params
  const wait = limitLink('change', token)
  if (wait > 0) return tooMany(wait)
  const body = (await smallJson(request, LONGEST)) as { endpoint: string }
  return answer(request, async () => {
    await unsubscribeByLink(deps(), appSecret(), token, body)
    return { subscribed: false }
  })
}

const deps = () => ({ db: getDatabase(), clock: systemClock })
const statuses: Record<string, number> = { bad_input: 400, not_found: 404, unprocessable: 422 }

const answer = (request: Request, act: () => Promise<object>): Promise<Response> =>
  unlessAway(async () => {
    try {
      return Response.json(await act(), { headers: { 'Cache-Control': 'no-store' } })
    } catch (error) {
      if (!isDomainError(error)) throw error
      const wait = error.code === 'not_found' ? countInvalid(request.headers) : 0
      if (wait > 0) return tooMany(wait)
      return Response.json({ detail: error.message }, { status: statuses[error.code] ?? 400 })
    }
  })
