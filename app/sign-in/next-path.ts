const nowhere = 'http://same.invalid'

/**
 * Where to go after signing in: a path on this origin, else the dashboard. A browser reads `//host`, `/\host` and
 * tabs or line breaks within as another host, so what counts is what its own URL parser makes of it.
 */
export function nextPath(asked: string | string[] | undefined): string {
  if (typeof asked !== 'string' || !asked.startsWith('/') || !URL.canParse(asked, nowhere)) return '/admin'
  const url = new URL(asked, nowhere)
  if (url.origin !== nowhere || url.pathname.startsWith('//') || url.pathname === '/sign-in') return '/admin'
  return `${url.pathname}${url.search}${url.hash}`
}
