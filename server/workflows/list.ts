import { asc } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { idTime } from '#server/db/ids.ts'
import { templates } from '#server/db/schema/templates.ts'
import { workflows } from '#server/db/schema/workflows.ts'
import { trafficOf } from '#server/traffic/of.ts'
import { definitionOf } from './definition.ts'
import type { WorkflowDefinition } from './schemas.ts'

export interface WorkflowSummary extends WorkflowDefinition {
  key: string
  enabled: boolean
  archivedAt: Date | null
  version: number
  updatedAt: Date
  updatedByName: string | null
  /** Its template’s; null: the template has none, or there is no such template. */
  templateName: string | null
  /** There is no such template, or it is archived. */
  templateMissing: boolean
  /** The newest event of its type, whatever became of it; null: none is kept. */
  lastEventAt: Date | null
  /** Deliveries of the last 30 days that were accepted and not returned, and those that failed or were returned. */
  sent30d: number
  failed30d: number
}

/** Every workflow, by name, the archived ones too: they are few. Throws `forbidden`. */
export async function listWorkflows(ctx: Context): Promise<WorkflowSummary[]> {
  const { db } = ctx
  authorise(ctx.actor, 'read')
  const rows = await db.orm.select().from(workflows).orderBy(asc(workflows.name), asc(workflows.key))
  const [known, last, traffic] = await Promise.all([
    db.orm
      .select({ key: templates.key, name: templates.name, archivedAt: templates.archivedAt })
      .from(templates),
    lastEvents(
      db,
      rows.flatMap(({ eventType }) => eventType ?? []),
    ),
    trafficOf(
      ctx,
      'workflow',
      rows.map(({ id }) => id),
    ),
  ])
  const templateOf = new Map(known.map((template) => [template.key, template]))
  return rows.map((row) => {
    const template = templateOf.get(row.templateKey)
    return {
      ...definitionOf(row),
      key: row.key,
      enabled: row.enabled,
      archivedAt: row.archivedAt,
      version: row.version,
      updatedAt: row.updatedAt,
      updatedByName: row.updatedByName,
      templateName: template?.name ?? null,
      templateMissing: !template || template.archivedAt !== null,
      lastEventAt: (row.eventType && last.get(row.eventType)) || null,
      sent30d: traffic.get(row.id)?.sent ?? 0,
      failed30d: traffic.get(row.id)?.failed ?? 0,
    }
  })
}

/** By event type: one step on the index for each. */
async function lastEvents({ sql }: Context['db'], types: string[]): Promise<Map<string, Date>> {
  if (types.length === 0) return new Map()
  const rows = await sql<{ type: string; last: string | null }[]>`
    select t.type, (
      select n.id from notifications n where n.event_type = t.type order by n.id desc limit 1) as last
    from unnest(${[...new Set(types)]}::text[]) as t(type)`
  return new Map(rows.flatMap(({ type, last }) => (last ? [[type, idTime(last)] as const] : [])))
}
