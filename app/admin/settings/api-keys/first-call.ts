import type { Scope } from '#server/db/schema/access.ts'

const order = '{"type":"ORDER_CREATED","data":{"order_id":"123","customer_email":"user@example.com"}}'
const paths: Partial<Record<Scope, string>> = { users: '/v1/users', templates: '/v1/templates' }

/** A call that a key with these scopes may make, to be pasted into a terminal. */
export function firstCall(origin: string, key: string, scopes: readonly Scope[]): string {
  const header = `-H "Authorization: Bearer ${key}"`
  if (scopes.includes('ingest')) {
    return [
      `curl -X POST ${origin}/v1/notifications \\`,
      `  ${header} -H 'Content-Type: application/json' \\`,
      `  -d '${order}'`,
    ].join('\n')
  }
  const path = scopes.includes('read') ? undefined : scopes.map((scope) => paths[scope]).find(Boolean)
  return `curl ${origin}${path ?? '/v1/notifications'} \\\n  ${header}`
}
