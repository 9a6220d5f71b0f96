/**
 * The request with the one address in `X-Forwarded-For` that a trusted proxy wrote: the last. Those before it are
 * the client's own words; of a list better-auth believes none, and all would share one throttle.
 */
export function withNearestAddress(request: Request): Request {
  const hops = request.headers.get('x-forwarded-for')?.split(',') ?? []
  if (hops.length < 2) return request
  const headers = new Headers(request.headers)
  headers.set('x-forwarded-for', hops.at(-1)?.trim() ?? '')
  return new Request(request, { headers })
}
