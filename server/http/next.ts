import { getApi } from './api.ts'

const handle = (request: Request): Response | Promise<Response> => getApi().fetch(request)

// The public API as Next's route handlers, one export per method.
export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
}
