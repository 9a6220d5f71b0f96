import { getAuth } from '#server/members/auth.ts'
import { withBoundedBody } from '#server/members/bounded-body.ts'
import { withNearestAddress } from '#server/members/client-address.ts'

async function handle(request: Request): Promise<Response> {
  const bounded = await withBoundedBody(request)
  if (!bounded) return Response.json({ message: 'The body is too large.' }, { status: 413 })
  return getAuth().handler(withNearestAddress(bounded))
}

export { handle as GET, handle as POST }
