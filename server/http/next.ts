import { getApi } from './api.ts'

const handle = (request: Request): Response | Promise<Response> => getApi().fetch(unzipped(request))

/** Next drops our `Content-Encoding` and compresses by itself (`send-response.js`): what is zipped already would break. */
function unzipped(request: Request): Request {
  const { method, url, signal } = request
  if (method !== 'GET' || !request.headers.has('accept-encoding')) return request
  const headers = new Headers(request.headers)
  headers.delete('accept-encoding')
  return new Request(url, { method, headers, signal })
}

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
