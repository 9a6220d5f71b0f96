import { sql } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { WORKER_SILENT_S, workers } from '#server/db/schema/workers.ts'

export interface WorkerState {
  state: 'running' | 'stopped'
  running: number
  lastHeartbeatAt: Date | null
}

/** `open`: it failed so often that it is left alone for a while; `half-open`: one call tries whether it is back. */
const breakerStates = ['ok', 'half-open', 'open'] as const
export type BreakerState = (typeof breakerStates)[number]

export interface ProviderState {
  /** `resend`, `smtp` or `inbox`, which keeps mail instead of sending it. */
  name: string
  state: BreakerState
}

/**
 * The workers by their heartbeats, and the providers as the living ones report them: the worst of several. Compared
 * by the database's clock, which the heartbeats are written by too.
 */
export async function workersReport(orm: Orm): Promise<{ worker: WorkerState; providers: ProviderState[] }> {
  const alive = sql`${workers.heartbeatAt} > now() - ${sql.raw(`interval '${WORKER_SILENT_S} seconds'`)}`
  const [row] = await orm.execute<{
    running: number
    last: string | null
    providers: Record<string, BreakerState>[]
  }>(
    sql`select count(*) filter (where ${alive})::integer as running, max(${workers.heartbeatAt}) as last,
      coalesce(jsonb_agg(${workers.providers} order by ${workers.id}) filter (where ${alive}), '[]') as providers
      from ${workers}`,
  )
  const running = row?.running ?? 0
  return {
    worker: {
      state: running > 0 ? 'running' : 'stopped',
      running,
      lastHeartbeatAt: row?.last ? new Date(row.last) : null,
    },
    providers: worstOf(row?.providers ?? []),
  }
}

/** Each provider's worst state of several workers' reports, by name. */
export function worstOf(reports: readonly Record<string, BreakerState>[]): ProviderState[] {
  const worst = new Map<string, BreakerState>()
  for (const [name, state] of reports.flatMap((report) => Object.entries(report))) {
    const other = worst.get(name)
    if (!other || breakerStates.indexOf(state) > breakerStates.indexOf(other)) worst.set(name, state)
  }
  return [...worst].map(([name, state]) => ({ name, state })).sort((a, b) => a.name.localeCompare(b.name))
}
