import { eq, inArray, isNull, max } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import type { SourceKind } from '#server/db/schema/notifications.ts'
import { templates, templateVersions } from '#server/db/schema/templates.ts'
import { type RetryPolicy, workflows } from '#server/db/schema/workflows.ts'

export type Workflow = typeof workflows.$inferSelect & {
  /** The template's newest version; null when there is no such template, or it is archived. */
  templateVersion: number | null
}

/** Every enabled workflow, with its template's newest version. They are few: read whole for each chunk of work. */
export async function enabledWorkflows(orm: Orm): Promise<Workflow[]> {
  const newest = orm
    .select({ key: templateVersions.templateKey, version: max(templateVersions.version).as('version') })
    .from(templateVersions)
    .innerJoin(templates, eq(templates.key, templateVersions.templateKey))
    .where(isNull(templates.archivedAt))
    .groupBy(templateVersions.templateKey)
    .as('newest')
  const rows = await orm
    .select({ workflow: workflows, templateVersion: newest.version })
    .from(workflows)
    .leftJoin(newest, eq(newest.key, workflows.templateKey))
    .where(eq(workflows.enabled, true))
    .orderBy(workflows.key)
  return rows.map(({ workflow, templateVersion }) => ({ ...workflow, templateVersion }))
}

/** The workflow that an event starts: the first, by key, that listens to its type and source. */
export function workflowFor(
  all: readonly Workflow[],
  event: { eventType: string | null; source: SourceKind; sourceName: string | null },
): Workflow | null {
  // What is posted from the dashboard is a test of what the API would do.
  const source = event.source === 'dashboard' ? 'api' : event.source
  return (
    all.find(
      (workflow) =>
        workflow.eventType === event.eventType &&
        event.eventType !== null &&
        (workflow.sources.includes(source) || workflow.sources.includes(`${source}:${event.sourceName}`)),
    ) ?? null
  )
}

/** The retry policies of these workflows, by id. A changed row holds from the next attempt on. */
export async function retryPolicies(orm: Orm, ids: readonly string[]): Promise<Map<string, RetryPolicy>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const rows = await orm
    .select({ id: workflows.id, retry: workflows.retry })
    .from(workflows)
    .where(inArray(workflows.id, wanted))
  return new Map(rows.map(({ id, retry }) => [id, retry]))
}
