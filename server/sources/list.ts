import type { Context } from '#server/context.ts'
import { authorise } from '#server/context.ts'
import { idTime } from '#server/db/ids.ts'
import { type SourceAuth, webhookSources } from '#server/db/schema/sources.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** The built-in `POST /webhook/events`. */
export const EVENTS = 'events'

export interface SourceSummary {
  key: string
  name: string
  /** Posthorn's own: nothing of it can be changed. */
  builtIn: boolean
  auth: SourceAuth
  enabled: boolean
  /** Requests of the last 24 hours. */
  accepted: number
  refused: number
  lastEventAt: Date | null
}

/** Every webhook source with its last 24 hours; the built-in one first. Throws `forbidden`. */
export async function listSources(ctx: Context): Promise<SourceSummary[]> {
  authorise(ctx.actor, 'read')
  const { orm, sql } = ctx.db
  const rows = await orm.select().from(webhookSources).orderBy(webhookSources.name, webhookSources.key)
  const own = rows.map(({ key, name, auth, enabled }) => ({ key, name, auth, enabled, builtIn: false }))
  const events = { key: EVENTS, name: 'Events', auth: 'key' as const, enabled: true, builtIn: true }
  const all = [events, ...own]
  const since = new Date(ctx.clock.now().getTime() - DAY_MS).toISOString()
  const keys = all.map(({ key }) => key)
  // The last event is one step on the index of each partition; a join would count them all.
  const figures = await sql<{ key: string; accepted: number; refused: number; last: string | null }[]>`
    select k.key, coalesce(t.accepted, 0)::int as accepted, coalesce(t.refused, 0)::int as refused, (
      select n.id from notifications n where n.source = 'webhook' and n.source_name = k.key
      order by n.id desc limit 1) as last
    from unnest(${keys}::text[]) as k(key)
    left join (
      select source_key, sum(accepted) as accepted, sum(refused) as refused from source_traffic
      where source_key = any(${keys}::text[]) and minute > ${since}::timestamptz group by source_key
    ) t on t.source_key = k.key`
  const byKey = new Map(figures.map((row) => [row.key, row]))
  return all.map((source) => {
    const figure = byKey.get(source.key)
    return {
      ...source,
      accepted: figure?.accepted ?? 0,
      refused: figure?.refused ?? 0,
      lastEventAt: figure?.last ? idTime(figure.last) : null,
    }
  })
}
