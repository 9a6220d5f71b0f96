import { systemClock } from '#server/clock.ts'
import { getDatabase } from '#server/db/pools.ts'
import { isDomainError } from '#server/errors.ts'
import { appSecret } from '#server/sources/live.ts'
import { resubscribe, unsubscribe } from '#server/suppressions/unsubscribe.ts'

/** Characters of a form. */
const LONGEST = 1_000

/** What the page's form sends; it works without JavaScript. Whoever holds the link may choose: no other check is due. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ token: string }> },
): Promise<Response> {
  const { token } = await params
  const choice = await choiceOf(request)
  const ctx = { db: getDatabase(), clock: systemClock }
  try {
    if (choice === 'unsubscribe') await unsubscribe(ctx, appSecret(), token)
    if (choice === 'resubscribe') await resubscribe(ctx, appSecret(), token)
  } catch (error) {
    // The page says that the link is not valid.
    if (!isDomainError(error)) throw error
  }
  return new Response(null, { status: 303, headers: { location: `/u/${encodeURIComponent(token)}` } })
}

/** Anybody may send here: of more than a form of ours nothing is kept, and what is no form has no choice. */
async function choiceOf(request: Request): Promise<string | null> {
  let body = ''
  const decoder = new TextDecoder()
  for await (const chunk of request.body ?? []) {
    body += decoder.decode(chunk, { stream: true })
    if (body.length > LONGEST) return null
  }
  return new URLSearchParams(body).get('choice')
}
