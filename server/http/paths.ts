/**
 * Paths that mean another, and what stands below them: one table, used by both mounts. The first that fits is taken.
 */
const aliases: readonly (readonly [from: string, to: string])[] = [
  ['/notify', '/v1/notifications'],
  ['/users', '/v1/users'],
  ['/templates', '/v1/templates'],
  ['/healthz', '/health'],
  ['/api/v1/notification/health/live', '/healthcheck/live'],
  ['/api/v1/notification/health/ready', '/healthcheck/ready'],
  ['/api/v1/notification/health', '/health'],
  ['/health/redis', '/health/queue'],
]

/** Means `/v1`, but nothing stands below it. */
const DOCS = '/docs'

/** First segments of the paths that the public API answers; all others are Next's. */
const roots: readonly string[] = [
  ...['v1', 'notify', 'users', 'templates', 'docs'],
  ...['webhook', 'send-notification', 'order'],
  ...['health', 'healthz', 'healthcheck', 'metrics'],
]

/** Whether a path is the public API's. */
export function isApiPath(pathname: string): boolean {
  const [, first = '', ...rest] = pathname.split('/')
  if (first === 'api') return rest[0] === 'v1' && rest[1] === 'notification'
  return roots.includes(first)
}

/** The path that a handler stands at: without trailing slashes, aliases resolved. */
export function canonicalPath(pathname: string): string {
  let end = pathname.length
  while (end > 1 && pathname.charCodeAt(end - 1) === 47) end--
  const path = end === pathname.length ? pathname : pathname.slice(0, end)
  if (path === DOCS) return '/v1'
  for (const [from, to] of aliases) {
    if (path === from || (path.startsWith(from) && path.charCodeAt(from.length) === 47)) {
      return to + path.slice(from.length)
    }
  }
  return path
}

/** The other paths that lead to this one, which may hold `{parameters}`. */
export function aliasesOf(path: string): string[] {
  if (path === '/v1') return [DOCS]
  return aliases.flatMap(([from, to]) =>
    path === to || path.startsWith(`${to}/`) ? [from + path.slice(to.length)] : [],
  )
}

/** `/v1/*` answers in an envelope, everything else bare, as its callers expect. */
export const isEnveloped = (path: string): boolean => path === '/v1' || path.startsWith('/v1/')
