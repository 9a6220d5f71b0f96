import type { Database } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { getDatabase } from '#server/db/pools.ts'
import { logger } from '#server/telemetry/logger.ts'

/** Why a webhook source refused a request. */
export interface Refusal {
  /** HTTP status. */
  status: number
  /** In words for a person; nothing of the body. */
  reason: string
  traceId: string
}

/** How many refusals of a source are kept. */
const REFUSALS_KEPT = 200
const REASON_LENGTH = 500
const FLUSH_MS = 2_000
const MINUTE_MS = 60_000

interface Counted {
  source_key: string
  /** Since 1970. */
  minute: number
  accepted: number
  refused: number
}

/** What webhook sources took and refused: counted in the process, added to the tables every few seconds. */
export interface SourceTraffic {
  accepted(sourceKey: string): void
  refused(sourceKey: string, refusal: Refusal): void
  /** Writes what was counted. Resolves when nothing is left; what can't be written is kept, and rejects. */
  flush(): Promise<void>
}

export function createSourceTraffic(
  database: () => Database,
  onFailure: (error: unknown) => void,
): SourceTraffic {
  let counts = new Map<string, Counted>()
  let refusals: ({ id: string; source_key: string } & Refusal)[] = []
  let timer: ReturnType<typeof setTimeout> | null = null
  let running: Promise<void> | null = null

  const count = (sourceKey: string, what: 'accepted' | 'refused', by = 1, at?: number) => {
    const minute = at ?? Math.floor(Date.now() / MINUTE_MS)
    const entry = counts.get(`${sourceKey} ${minute}`)
    if (entry) entry[what] += by
    else {
      const none = { source_key: sourceKey, minute, accepted: 0, refused: 0 }
      counts.set(`${sourceKey} ${minute}`, { ...none, [what]: by })
    }
    timer ??= setTimeout(() => void flush().catch(onFailure), FLUSH_MS).unref()
  }
  const write = async () => {
    const taken = { counts, refusals }
    counts = new Map()
    refusals = []
    try {
      await store(database(), [...taken.counts.values()], taken.refusals)
    } catch (error) {
      for (const { source_key: key, minute, accepted, refused } of taken.counts.values()) {
        if (accepted > 0) count(key, 'accepted', accepted, minute)
        if (refused > 0) count(key, 'refused', refused, minute)
      }
      refusals = latest([...taken.refusals, ...refusals])
      throw error
    }
  }
  const flush = async (): Promise<void> => {
    if (timer) clearTimeout(timer)
    timer = null
    // What is counted while one write runs goes with the next.
    while (running) await running.catch(() => undefined)
    if (counts.size === 0) return
    running = write().finally(() => {
      running = null
    })
    await running
  }
  return {
    accepted: (sourceKey) => count(sourceKey, 'accepted'),
    refused(sourceKey, refusal) {
      refusals.push({ id: newId(), source_key: sourceKey, ...refusal, reason: plain(refusal.reason) })
      if (refusals.length > 4 * REFUSALS_KEPT) refusals = latest(refusals)
      count(sourceKey, 'refused')
    },
    flush,
  }
}

/** What PostgreSQL can keep: a name in the body may have stood in the words. */
const plain = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, REASON_LENGTH)
    .toWellFormed()

/** The newest of each source: a flood of refusals neither fills the memory nor the table. */
function latest<T extends { source_key: string }>(refusals: readonly T[]): T[] {
  const seen = new Map<string, number>()
  return refusals
    .toReversed()
    .filter(({ source_key: key }) => {
      const before = seen.get(key) ?? 0
      seen.set(key, before + 1)
      return before < REFUSALS_KEPT
    })
    .toReversed()
}

/** Sorted, so that two processes that add to the same rows don't wait for each other in a circle. */
async function store(
  { sql }: Database,
  counts: readonly Counted[],
  refusals: readonly ({ id: string; source_key: string } & Refusal)[],
): Promise<void> {
  const minutes = counts.map((row) => ({ ...row, minute: new Date(row.minute * MINUTE_MS).toISOString() }))
  const rows = latest(refusals).map(({ traceId, ...row }) => ({ ...row, trace_id: traceId }))
  await sql.begin(async (tx) => {
    await tx`insert into source_traffic as t (source_key, minute, accepted, refused)
      select source_key, minute, accepted, refused from json_to_recordset(${JSON.stringify(minutes)}::text::json)
        as x(source_key text, minute timestamptz, accepted integer, refused integer)
      order by source_key, minute
      on conflict (source_key, minute) do update
        set accepted = t.accepted + excluded.accepted, refused = t.refused + excluded.refused`
    if (rows.length === 0) return
    await tx`insert into source_refusals (id, source_key, status, reason, trace_id)
      select id, source_key, status, reason, trace_id from json_to_recordset(${JSON.stringify(rows)}::text::json)
        as x(id uuid, source_key text, status integer, reason text, trace_id uuid)`
    await tx`delete from source_refusals r
      using (select distinct source_key from json_to_recordset(${JSON.stringify(rows)}::text::json)
        as x(source_key text)) k
      where r.source_key = k.source_key and r.id < (
        select id from source_refusals o where o.source_key = k.source_key
        order by id desc offset ${REFUSALS_KEPT - 1} limit 1)`
  })
}

const key = Symbol.for('posthorn.source_traffic')
const holder = globalThis as { [key]?: SourceTraffic }

/** The process's counts, whichever mount counts. */
export function getSourceTraffic(): SourceTraffic {
  holder[key] ??= createSourceTraffic(getDatabase, (err) =>
    logger().warn({ err }, 'source traffic not written; it is tried again'),
  )
  return holder[key]
}
