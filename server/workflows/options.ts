import { asc, isNull } from 'drizzle-orm'
import { allCategories } from '#server/categories/find.ts'
import { authorise, type Context, mayUse } from '#server/context.ts'
import { apiKeys } from '#server/db/schema/access.ts'
import type { Channel } from '#server/db/schema/deliveries.ts'
import { kafkaOffsets } from '#server/db/schema/kafka.ts'
import { webhookSources } from '#server/db/schema/sources.ts'
import { templates } from '#server/db/schema/templates.ts'
import { listEventTypes } from '#server/notifications/event-types.ts'
import { currentTemplates } from '#server/templates/current.ts'

/** What the environment settles where a workflow says nothing. */
export interface WorkflowSettings {
  /** `EMAIL_FROM`; null: there is none, all goes to the built-in inbox. */
  sender: string | null
  /** Whether `ALERT_EMAIL` is set. */
  alertEmail: boolean
  /** IANA; of users who have none. */
  timezone: string
  /** Names of what carries each channel, in the order in which they are tried. */
  providers: Record<Channel, string[]>
}

export interface WorkflowOptions extends WorkflowSettings {
  /** By key; `version` null: never published. */
  templates: { key: string; name: string | null; category: string; version: number | null }[]
  /** In their order. */
  categories: { key: string; name: string; required: boolean; critical: boolean }[]
  /** Those that were seen, or that a workflow names. */
  eventTypes: string[]
  /** Sources that can be named: `webhook:shop`. */
  sources: { value: string; kind: 'webhook' | 'kafka' | 'api'; name: string }[]
}

/** What there is to choose from. Names of API keys only for those who may see them. Throws `forbidden`. */
export async function workflowOptions(ctx: Context, settings: WorkflowSettings): Promise<WorkflowOptions> {
  authorise(ctx.actor, 'read')
  const { orm } = ctx.db
  const [known, categories, eventTypes, webhooks, topics, keys] = await Promise.all([
    orm
      .select({ key: templates.key, name: templates.name, category: templates.category })
      .from(templates)
      .where(isNull(templates.archivedAt))
      .orderBy(asc(templates.key)),
    allCategories(orm),
    listEventTypes(ctx),
    orm.select({ key: webhookSources.key, name: webhookSources.name }).from(webhookSources),
    orm.selectDistinct({ topic: kafkaOffsets.topic }).from(kafkaOffsets),
    mayUse(ctx.actor, 'admin')
      ? orm.selectDistinct({ name: apiKeys.name }).from(apiKeys).where(isNull(apiKeys.revokedAt))
      : [],
  ])
  const current = await currentTemplates(
    orm,
    known.map(({ key }) => key),
  )
  return {
    ...settings,
    templates: known.map((one) => ({ ...one, version: current.get(one.key)?.version ?? null })),
    categories: categories.map(({ key, name, required, critical }) => ({ key, name, required, critical })),
    eventTypes,
    sources: [
      { value: 'webhook:events', kind: 'webhook' as const, name: 'Events' },
      ...webhooks.map(({ key, name }) => ({ value: `webhook:${key}`, kind: 'webhook' as const, name })),
      ...topics.map(({ topic }) => ({ value: `kafka:${topic}`, kind: 'kafka' as const, name: topic })),
      ...keys.map(({ name }) => ({ value: `api:${name}`, kind: 'api' as const, name })),
    ],
  }
}
