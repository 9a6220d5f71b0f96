import { mailResponse, noMailResponse } from '#app/admin/_mail/mail-response.ts'
import { isDomainError } from '#server/errors.ts'
import { getInboxMessage } from '#server/inbox/get.ts'
import { signedInContext } from '#server/members/context-of.ts'
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
  const ctx = await signedInContext(request.headers)
  if (!ctx) return missing()
  try {
    const read = new URL(request.url).searchParams.has('inbox') ? getInboxMessage : getDeliveryContent
    const content = await read(ctx, { deliveryId })
    return mailResponse(content.html)
  } catch (error) {
    if (isDomainError(error) && (error.code === 'not_found' || error.code === 'bad_input')) return missing()
    throw error
  }
}

const missing = () => noMailResponse(404, 'There is no such mail.')
