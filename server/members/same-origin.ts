/** The origins that a page of ours has when the browser reached it by this request's `Host`. */
export function originsOf(headers: Headers): string[] {
  const host = headers.get('host')
  return host ? [`http://${host}`, `https://${host}`] : []
}

/**
 * Whether a request that changes something comes from our own pages. A browser's `Sec-Fetch-Site` decides where it is
 * sent (not over plain HTTP but to this machine), else `Origin`. Without both it is no browser: nobody lent a cookie.
 */
export function isSameOrigin(headers: Headers, appUrl: string): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin' || site === 'none'
  const origin = headers.get('origin')
  if (origin === null) return true
  return originsOf(headers).includes(origin) || origin === new URL(appUrl).origin
}
