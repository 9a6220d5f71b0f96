// The contract's "Normalising": which well-known ids an event carries, whatever its producer calls them.

const containers = ['data', 'payload', 'event', 'metadata'] as const

const names = {
  eventType: ['event_type', 'type', 'event_name', 'event', 'name', 'action'],
  customerId: ['customer_id', 'user_id', 'client_id', 'buyer_id', 'patient_id'],
  runnerId: ['runner_id', 'courier_id', 'driver_id'],
  orderId: ['order_id', 'order', 'order.id'],
  correlationId: ['correlation_id', 'trace_id', 'request_id', 'saga_id'],
  sourceService: ['source_service', 'service', 'source', 'producer'],
} as const

export type NormalisedIds = Record<keyof typeof names, string | null>

/** snake_case, camelCase, kebab-case and PascalCase of a snake_case name. */
function spellings(name: string): string[] {
  const words = name.split('_')
  const pascal = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  return [...new Set([name, pascal.charAt(0).toLowerCase() + pascal.slice(1), words.join('-'), pascal])]
}

/** Each name as the paths to try, first match wins. */
const paths = Object.fromEntries(
  Object.entries(names).map(([field, list]) => [
    field,
    list.flatMap((name) => {
      const [head = '', tail] = name.split('.')
      if (!tail) return spellings(head).map((spelling) => [spelling])
      return spellings(head).flatMap((outer) => spellings(tail).map((inner) => [outer, inner]))
    }),
  ]),
) as Record<keyof typeof names, string[][]>

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is longer is no id: an entry of PostgreSQL's B-tree holds 2,704 bytes, and 500 characters are up to 2,000. */
const ID_LENGTH = 500

function scalar(value: unknown): string | null {
  if (typeof value === 'string') return value === '' || value.length > ID_LENGTH ? null : value
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : null
}

function find(roots: Record<string, unknown>[], tries: string[][]): string | null {
  for (const root of roots) {
    for (const [head = '', tail] of tries) {
      if (!Object.hasOwn(root, head)) continue
      const value = root[head]
      const found = scalar(tail === undefined ? value : isObject(value) ? value[tail] : undefined)
      if (found !== null) return found
    }
  }
  return null
}

/** Ids at the top level, then in `data`, `payload`, `event`, `metadata`; numbers become strings, absent ones null. */
export function normalise(payload: Record<string, unknown>): NormalisedIds {
  const roots = [payload, ...containers.map((name) => payload[name]).filter(isObject)]
  return {
    eventType: find(roots, paths.eventType),
    customerId: find(roots, paths.customerId),
    runnerId: find(roots, paths.runnerId),
    orderId: find(roots, paths.orderId),
    correlationId: find(roots, paths.correlationId),
    sourceService: find(roots, paths.sourceService),
  }
}
