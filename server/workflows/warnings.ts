import { and, eq, ne, sql } from 'drizzle-orm'
import { allCategories } from '#server/categories/find.ts'
import type { Orm } from '#server/db/client.ts'
import { templateLocales, templates } from '#server/db/schema/templates.ts'
import { workflows } from '#server/db/schema/workflows.ts'
import { type CurrentTemplate, currentTemplate } from '#server/templates/current.ts'
import { isOn } from './find.ts'
import type { WorkflowDefinition } from './schemas.ts'

/** The template of git that lists any events (`emails/digest.tsx`). */
const DIGEST_TEMPLATE = 'digest'

/** Something that hinders nobody from saving, and probably is not meant. */
export interface WorkflowWarning {
  /** The field of the definition. */
  path: keyof WorkflowDefinition
  message: string
}

/** `alertEmail`: whether `ALERT_EMAIL` is set. */
export interface WarningSettings {
  alertEmail: boolean
}

/** What is odd about a workflow with this key, as a sentence each. */
export async function warningsOf(
  orm: Orm,
  key: string,
  definition: WorkflowDefinition,
  settings: WarningSettings,
): Promise<WorkflowWarning[]> {
  const about = await Promise.all([
    aboutTemplate(orm, definition),
    aboutCategory(orm, definition),
    aboutOthers(orm, key, definition),
  ])
  return [...about.flat(), ...aboutItself(definition, settings)]
}

async function aboutTemplate(
  orm: Orm,
  { templateKey, digest }: WorkflowDefinition,
): Promise<WorkflowWarning[]> {
  const [known] = await orm.select().from(templates).where(eq(templates.key, templateKey))
  const warn = (message: string): WorkflowWarning[] => [{ path: 'templateKey', message }]
  if (!known) return warn(`There is no template “${templateKey}”: nothing can be sent.`)
  if (known.archivedAt) return warn(`The template “${templateKey}” is archived: nothing can be sent.`)
  const current = await currentTemplate(orm, templateKey)
  if (!current)
    return warn(`The template “${templateKey}” was never published: nothing can be sent before it is.`)
  if (!digest || templateKey === DIGEST_TEMPLATE || (await listsItems(orm, current))) return []
  const message = `The template “${templateKey}” does not list what was collected. A digest needs one that repeats over items, such as “${DIGEST_TEMPLATE}”.`
  return [{ path: 'digest', message }]
}

/** Whether it repeats over `items`. Those of git tell of one event, but the one that was written for digests. */
async function listsItems(orm: Orm, { key, version, kind }: CurrentTemplate): Promise<boolean> {
  if (kind === 'git') return false
  const rows = await orm
    .select({ locale: templateLocales.locale })
    .from(templateLocales)
    .where(
      and(
        eq(templateLocales.templateKey, key),
        eq(templateLocales.version, version),
        sql`jsonb_path_exists(${templateLocales.compiled}, '$.**.each ? (@[0] == "items")')`,
      ),
    )
    .limit(1)
  return rows.length > 0
}

async function aboutCategory(
  orm: Orm,
  { category: key, critical, digest, throttle }: WorkflowDefinition,
): Promise<WorkflowWarning[]> {
  const category = (await allCategories(orm)).find((one) => one.key === key)
  if (!category) {
    const message = `Nobody has described the category “${key}”: it can be switched off, and carries an unsubscribe link.`
    return [{ path: 'category', message }]
  }
  if (!critical && !category.critical) return []
  const because = critical ? 'the workflow is critical' : `the category “${category.name}” is critical`
  return [
    ...(digest
      ? [{ path: 'digest' as const, message: `Nothing is collected: ${because}, and is sent at once.` }]
      : []),
    ...(throttle ? [{ path: 'throttle' as const, message: `Nothing is held back: ${because}.` }] : []),
  ]
}

/** Of several that listen to the same, the first by key whose conditions hold takes the event. */
async function aboutOthers(
  orm: Orm,
  key: string,
  { eventType, sources, conditions }: WorkflowDefinition,
): Promise<WorkflowWarning[]> {
  if (eventType === null) return []
  const rows = await orm
    .select({
      name: workflows.name,
      sources: workflows.sources,
      conditions: workflows.conditions,
      /** As planning asks them: in the order of the database. */
      isAfter: sql<boolean>`${workflows.key} > ${key}`,
    })
    .from(workflows)
    .where(and(eq(workflows.eventType, eventType), ne(workflows.key, key), isOn))
    .orderBy(workflows.key)
  return rows
    .filter((other) => other.sources.some((one) => sources.some((own) => overlap(own, one))))
    .map((other) => {
      const isFirst = other.isAfter
      const taken = isFirst ? conditions === null : other.conditions === null
      const first = isFirst ? 'This one is asked first (by key)' : `“${other.name}” is asked first (by key)`
      const then = taken
        ? `and takes every event: ${isFirst ? `“${other.name}”` : 'this one'} never gets any from a source of both`
        : 'and takes those for which its conditions hold'
      return { path: 'eventType', message: `“${other.name}” listens to ${eventType} too. ${first}, ${then}.` }
    })
}

/** `webhook` and `webhook:shop` have events in common. */
const overlap = (a: string, b: string) => a === b || a.startsWith(`${b}:`) || b.startsWith(`${a}:`)

function aboutItself(definition: WorkflowDefinition, { alertEmail }: WarningSettings): WorkflowWarning[] {
  const { eventType, sources, channels, fallback, recipients } = definition
  const warnings: WorkflowWarning[] = []
  if (eventType === null) {
    warnings.push({ path: 'eventType', message: 'It names no event type: no event starts it.' })
  } else if (sources.length === 0) {
    warnings.push({ path: 'sources', message: 'It listens to no source: no event starts it.' })
  }
  if (fallback?.unless === 'seen' && channels[0] === 'email') {
    const message =
      'Whether a mail was seen is known only where the provider reports opens and clicks; else the next channel is used too.'
    warnings.push({ path: 'fallback', message })
  }
  if (recipients.some(({ kind }) => kind === 'setting') && !alertEmail) {
    warnings.push({ path: 'recipients', message: 'ALERT_EMAIL is not set: that rule finds nobody.' })
  }
  return warnings
}
