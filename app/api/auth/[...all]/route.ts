import { getAuth } from '#server/members/auth.ts'
import { withNearestAddress } from '#server/members/client-address.ts'

const handle = (request: Request) => getAuth().handler(withNearestAddress(request))

export { handle as GET, handle as POST }
