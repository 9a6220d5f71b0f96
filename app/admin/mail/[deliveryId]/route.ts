import { mailResponse, noMailResponse } from '#app/admin/_mail/mail-response.ts'
import { systemClock } from '#server/clock.ts'
import { getDatabase } from '#server/db/pools.ts'
import { isDomainError } from '#server/errors.ts'
import { getInboxMessage } from '#server/inbox/get.ts'
import { memberOf } from '#server/members/current-member.ts'
import { getDeliveryContent } from '#server/notifications/delivery-content.ts'

/**
 * A delivery's HTML as it was sent, for `<iframe sandbox="">`; with `?inbox` as the built-in inbox got it. Members only;
 * anything else is 404.
 */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ deliveryId: string }> },
): Promise<Response> {
  const { deliveryId } = await params
  const member = await memberOf(request.headers)
  if (!member) return missing()
  const { id, name, role } = member
  const actor = { kind: 'member', id, name, role } as const
  try {
    const ctx = { db: getDatabase(), clock: systemClock, actor }
    const read = new URL(request.url).searchParams.has('inbox') ? getInboxMessage : getDeliveryContent
    const content = await read(ctx, { deliveryId })
    return mailResponse(content.html)
  } catch (error) {
    if (isDomainError(error) && (error.code === 'not_found' || error.code === 'bad_input')) return missing()
    throw error
  }
}

const missing = () => noMailResponse(404, 'There is no such mail.')
