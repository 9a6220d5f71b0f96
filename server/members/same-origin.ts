/** The origins that a page of ours has when the browser reached it by this request's `Host`. */
export function originsOf(headers: Headers): string[] {
  const host = headers.get('host')
  return host ? [`http://${host}`, `https://${host}`] : []
}

/**
 * Whether a request that changes something comes from our own pages (OWASP: verify the origin with standard headers).
 * A client that sends neither `Origin` nor `Sec-Fetch-Site` is no browser, so nobody lent it a cookie.
 */
export function isSameOrigin(headers: Headers, appUrl: string): boolean {
  const site = headers.get('sec-fetch-site')
  if (site === 'same-origin' || site === 'none') return true
  const origin = headers.get('origin')
  if (origin === null) return site === null
  return originsOf(headers).includes(origin) || origin === new URL(appUrl).origin
}
