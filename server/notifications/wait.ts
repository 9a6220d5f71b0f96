import type { Database } from '#server/db/client.ts'
import { idBounds } from '#server/db/ids.ts'
import type { NotificationStatus } from '#server/db/schema/notifications.ts'

/** How often those that are waited for are looked at: all of a process's in one statement. */
const LOOK_MS = 100

/** On the way; whatever else, there is nothing to wait for. */
const onTheWay: readonly NotificationStatus[] = ['PENDING', 'QUEUED']

type Waiter = (status: NotificationStatus) => void

interface Watch {
  waiters: Map<string, Set<Waiter>>
  running: boolean
}

// By database: the process has one for this.
const watches = new WeakMap<Database['sql'], Watch>()

/**
 * Resolves with a notification's status once it is sent, failed or otherwise settled; with the one it has then after
 * `ms`, or when `signal` says that nobody waits any more. Null: it could not be seen.
 */
export function settledStatus(
  { sql }: Database,
  id: string,
  ms: number,
  signal?: AbortSignal,
): Promise<NotificationStatus | null> {
  const watch = watches.get(sql) ?? { waiters: new Map(), running: false }
  watches.set(sql, watch)
  return new Promise((resolve) => {
    let last: NotificationStatus | null = null
    const look: Waiter = (status) => {
      last = status
      if (!onTheWay.includes(status)) end()
    }
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      const others = watch.waiters.get(id)
      others?.delete(look)
      if (others?.size === 0) watch.waiters.delete(id)
      resolve(last)
    }
    const timer = setTimeout(end, ms)
    signal?.addEventListener('abort', end)
    watch.waiters.set(id, (watch.waiters.get(id) ?? new Set()).add(look))
    if (!watch.running) void run(sql, watch)
  })
}

async function run(sql: Database['sql'], watch: Watch): Promise<void> {
  watch.running = true
  while (watch.waiters.size > 0) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    await look(sql, watch).catch(() => undefined)
  }
  watch.running = false
}

/** With the database away nothing is seen, and the time runs out: what was accepted stays accepted. */
async function look(sql: Database['sql'], watch: Watch): Promise<void> {
  const ids = [...watch.waiters.keys()]
  if (ids.length === 0) return
  const { low, high } = idBounds(ids)
  const rows = await sql<{ id: string; status: NotificationStatus }[]>`
    select id, status from notifications where id = any(${ids}::uuid[]) and id between ${low} and ${high}`
  for (const { id, status } of rows) for (const waiter of [...(watch.waiters.get(id) ?? [])]) waiter(status)
}
