import { v7 } from 'uuid'

/** A new UUIDv7 (RFC 9562), in order within the process. `at` (ms since 1970) for tests and moved clocks. */
export function newId(at?: Date): string {
  return at ? v7({ msecs: at.getTime() }) : v7()
}

/** The instant in a UUIDv7. */
export function idTime(id: string): Date {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16))
}

/** The lowest UUIDv7 of an instant: `id >= lowestId(from)` is "from then on". */
export function lowestId(at: Date): string {
  const hex = at.getTime().toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`
}

/** The lowest and highest of some ids, for `id between`, without which PostgreSQL prunes no partition. */
export function idBounds(ids: readonly string[]): { low: string; high: string } {
  let low = ids[0] ?? '00000000-0000-0000-0000-000000000000'
  let high = low
  for (const id of ids) {
    if (id < low) low = id
    if (id > high) high = id
  }
  return { low, high }
}
