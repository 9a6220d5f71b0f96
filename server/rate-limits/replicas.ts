import type { Database } from '#server/db/client.ts'

const BEAT_MS = 2_000
/** Without a heartbeat for so long, a replica is taken for dead. */
const SILENT_S = 8
/** A row that long without a heartbeat is of a process that was killed. */
const FORGOTTEN_S = 60

const key = Symbol.for('posthorn.web_replicas')
const holder = globalThis as { [key]?: number }

/** Live web processes, this one included, as last counted. */
export const liveReplicas = (): number => holder[key] ?? 1

/** Writes the process's row and counts the live ones; the database's clock is the one that counts. */
export async function beatReplica({ sql }: Database, replica: { id: string; host: string }): Promise<void> {
  const [row] = await sql<{ live: number }[]>`
    with own as (
      insert into web_replicas (id, host, started_at, heartbeat_at)
      values (${replica.id}, ${replica.host}, now(), now())
      on conflict (id) do update set heartbeat_at = now()
    ), forgotten as (
      delete from web_replicas where heartbeat_at < now() - make_interval(secs => ${FORGOTTEN_S}) and id <> ${replica.id}
    )
    select count(*)::int + 1 as live from web_replicas
    where id <> ${replica.id} and heartbeat_at > now() - make_interval(secs => ${SILENT_S})`
  holder[key] = row?.live ?? 1
}

/** Beats every 2 s until it is stopped, which removes the row. With the database away the last count stays. */
export function startReplicaHeartbeat(
  db: Database,
  replica: { id: string; host: string },
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  let beating: Promise<void> | null = null
  const beat = () => {
    beating ??= beatReplica(db, replica)
      .catch(onError)
      .finally(() => {
        beating = null
      })
  }
  beat()
  const timer = setInterval(beat, BEAT_MS)
  return {
    async stop() {
      clearInterval(timer)
      await beating
      await db.sql`delete from web_replicas where id = ${replica.id}`.catch(onError)
    },
  }
}
