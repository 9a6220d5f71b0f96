import { systemClock } from '#server/clock.ts'
import { getDatabase } from '#server/db/pools.ts'
import { isDomainError } from '#server/errors.ts'
import { limitLink } from '#server/recipients/limits.ts'
import { saveChoices } from '#server/recipients/save-choices.ts'
import { resubscribe, unsubscribe, unsubscribeFromAll } from '#server/recipients/unsubscribe.ts'
import { appSecret } from '#server/sources/live.ts'
import { type Asked, askedFor, choicesIn, formOf } from '../../form.ts'
import { tooManyInWords } from '../../limited.ts'
import { pageAgain } from '../../page-again.ts'
import { unlessAway } from '../../unless-away.ts'

/** What the page's form sends; it works without JavaScript. Whoever holds the link may choose: no other check is due. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ token: string }> },
): Promise<Response> {
  const { token } = await params
  const wait = limitLink('change', token)
  if (wait > 0) return tooManyInWords(wait, request.headers)
  const form = await formOf(request)
  const asked = askedFor(form.get('do'))
  if (asked === null) return pageAgain(token, {})
  return unlessAway(() => carryOut(token, asked, form), 'text')
}

async function carryOut(token: string, asked: Asked, form: URLSearchParams): Promise<Response> {
  const ctx = { db: getDatabase(), clock: systemClock }
  let hasLeft = false
  try {
    // First what can't fail, so that no wrong field keeps anybody subscribed.
    if (asked === 'leave') {
      await unsubscribe(ctx, appSecret(), token)
      hasLeft = true
    }
    if (asked === 'unsubscribe') await unsubscribeFromAll(ctx, appSecret(), token)
    if (asked === 'resubscribe') await resubscribe(ctx, appSecret(), token)
    await saveChoices(ctx, appSecret(), token, choicesIn(form))
  } catch (error) {
    if (!isDomainError(error)) throw error
    if (error.issues.length > 0) return pageAgain(token, { wrong: error.issues, form })
    // The link is not valid, and the page says so; by one that was revoked they have left all the same.
    return pageAgain(token, hasLeft ? { done: asked } : {})
  }
  return pageAgain(token, { done: asked })
}
