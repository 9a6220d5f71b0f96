import { and, eq, isNull } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import type { SourceKind } from '#server/db/schema/notifications.ts'
import { workflows } from '#server/db/schema/workflows.ts'
import type { PlanTemplate } from '#server/planning/types.ts'
import { type CurrentTemplate, currentTemplates } from '#server/templates/current.ts'

export type Workflow = typeof workflows.$inferSelect & {
  /** As it is sent now; null when there is no such template, or it is archived. */
  template: PlanTemplate | null
}

/** What makes an event start it. */
export const isOn = and(eq(workflows.enabled, true), isNull(workflows.archivedAt))

/** Every enabled workflow, by key, with its template as it is sent now. They are few: read whole for each chunk of work. */
export async function enabledWorkflows(orm: Orm): Promise<Workflow[]> {
  const rows = await orm.select().from(workflows).where(isOn).orderBy(workflows.key)
  return withTemplates(orm, rows)
}

/** Workflows, stored or not, each with its template as it is sent now. One statement. */
export async function withTemplates<W extends { templateKey: string }>(
  orm: Orm,
  rows: readonly W[],
): Promise<(W & { template: PlanTemplate | null })[]> {
  const templates = await currentTemplates(
    orm,
    rows.map(({ templateKey }) => templateKey),
  )
  return rows.map((row) => ({ ...row, template: planTemplate(templates.get(row.templateKey)) }))
}

/** A template as planning takes it. */
export const planTemplate = (template: CurrentTemplate | undefined): PlanTemplate | null =>
  template
    ? {
        version: template.version,
        category: template.category,
        defaultLocale: template.locale,
        locales: template.locales,
      }
    : null

/** The workflows that listen to an event's type and source, in the order in which they are asked: the first whose conditions hold takes it. */
export function workflowsFor<W extends Pick<Workflow, 'eventType' | 'sources'>>(
  all: readonly W[],
  event: { eventType: string | null; source: SourceKind; sourceName: string | null },
): W[] {
  if (event.eventType === null) return []
  // What is posted from the dashboard is a test of what the API would do.
  const source = event.source === 'dashboard' ? 'api' : event.source
  return all.filter(
    (workflow) =>
      workflow.eventType === event.eventType &&
      (workflow.sources.includes(source) || workflow.sources.includes(`${source}:${event.sourceName}`)),
  )
}
