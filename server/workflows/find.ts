import { eq, inArray } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import type { SourceKind } from '#server/db/schema/notifications.ts'
import { type RetryPolicy, workflows } from '#server/db/schema/workflows.ts'
import { currentTemplates } from '#server/templates/current.ts'

export type Workflow = typeof workflows.$inferSelect & {
  /** The template's newest version; null when there is no such template, or it is archived. */
  templateVersion: number | null
  /** That version's default; null: a template of git, or none. */
  templateLocale: string | null
}

/** Every enabled workflow, with its template as it is sent now. They are few: read whole for each chunk of work. */
export async function enabledWorkflows(orm: Orm): Promise<Workflow[]> {
  const rows = await orm.select().from(workflows).where(eq(workflows.enabled, true)).orderBy(workflows.key)
  const templates = await currentTemplates(
    orm,
    rows.map(({ templateKey }) => templateKey),
  )
  return rows.map((workflow) => {
    const template = templates.get(workflow.templateKey)
    return {
      ...workflow,
      templateVersion: template?.version ?? null,
      templateLocale: template?.locale ?? null,
    }
  })
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
