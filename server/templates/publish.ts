import { eq } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { templates } from '#server/db/schema/templates.ts'
import type { Issue } from '#server/errors.ts'
import { badInput, parse } from '#server/parse.ts'
import type { Variables } from './compile/declared.ts'
import { compilePlain, type PlainSource } from './compile/plain.ts'
import { type TemplateDetail, templateDetail } from './detail.ts'
import { noTemplate } from './missing.ts'
import { insertVersion, type LocaleRow, type Locked, localesOf, lockTemplate } from './next-version.ts'
import {
  type PublishTemplateInput,
  publishTemplateInput,
  RESERVED,
  RESERVED_KEYS,
  replaceTemplateInput,
  type TemplateContent,
  templatePath,
} from './schemas.ts'

/** Of a template that names none. */
const CATEGORY = 'transactional'
const LOCALE = 'en'

/** `warnings`: what its author should know and what did not stop it, by field. */
export type PublishedTemplate = TemplateDetail & { warnings: Issue[] }

/**
 * Publishes a template: version 1 of a new key, else its next. What is sent is one locale; the others are carried over.
 * An archived template comes back with what is sent and nothing of before. Throws `forbidden`, `bad_input`,
 * `unprocessable` for syntax that can't be compiled (line and column), or `conflict` for the key of a template of git.
 */
export async function publishTemplate(ctx: Context, raw: PublishTemplateInput): Promise<PublishedTemplate> {
  authorise(ctx.actor, 'templates')
  const { template_key: key, ...content } = parse(publishTemplateInput, raw)
  return ctx.db.orm.transaction(async (tx) => {
    const made = await tx
      .insert(templates)
      .values({ key, kind: 'plain', category: CATEGORY, createdAt: ctx.clock.now() })
      .onConflictDoNothing()
      .returning({ key: templates.key })
    // One that was there before the studio goes on.
    if (made.length > 0 && RESERVED_KEYS.includes(key)) {
      throw badInput([{ path: 'template_key', message: RESERVED }])
    }
    return publish(tx, ctx, await lockTemplate(tx, key), content)
  })
}

/** As `publishTemplate`, of a template that is there. Throws `not_found` for one that is not, or is archived. */
export async function replaceTemplate(
  ctx: Context,
  raw: { template_key: string },
  rawContent: unknown,
): Promise<PublishedTemplate> {
  authorise(ctx.actor, 'templates')
  const { template_key: key } = parse(templatePath, raw)
  const content = parse(replaceTemplateInput, rawContent)
  return ctx.db.orm.transaction(async (tx) => {
    const locked = await lockTemplate(tx, key)
    if (locked.template.archivedAt) throw noTemplate(key)
    return publish(tx, ctx, locked, content)
  })
}

async function publish(
  tx: Orm,
  ctx: Context,
  locked: Locked,
  content: TemplateContent,
): Promise<PublishedTemplate> {
  const { template, newest } = locked
  const before = newest && !template.archivedAt ? newest : null
  // What the studio wrote in other ways has no text to go on as.
  const existing = before ? await localesOf(tx, before) : []
  const carried = before?.kind === 'plain' ? existing : []
  const variables =
    content.variables === undefined ? ((before?.variables ?? null) as Variables | null) : content.variables
  const locale = content.locale ?? existing[0]?.locale ?? LOCALE
  const same = carried.find((row) => row.locale === locale)?.source
  const push = content.push === undefined && same && 'push' in same ? same.push : content.push
  const source: PlainSource = {
    subject: content.subject,
    body: content.body,
    html_body: content.html_body?.trim() ? content.html_body : null,
    ...(push && { push }),
  }
  const { compiled, warnings } = compilePlain(source, { locale, variables })
  const sent: LocaleRow = { locale, source, compiled }
  // Which of the others' variables are required follows the schema.
  const others = carried.map((row) =>
    content.variables === undefined || !('body' in row.source)
      ? row
      : { ...row, compiled: compilePlain(row.source, { locale: row.locale, variables }).compiled },
  )
  const isNew = carried.every((row) => row.locale !== locale)
  const locales = isNew ? [...others, sent] : others.map((row) => (row.locale === locale ? sent : row))
  await insertVersion(tx, ctx, locked, { kind: 'plain', variables, locales, restores: null })
  const category = content.category ?? (before ? template.category : CATEGORY)
  await tx.update(templates).set({ category, archivedAt: null }).where(eq(templates.key, template.key))
  const left = before?.kind === 'plain' ? [] : existing
  return {
    ...(await templateDetail(tx, template.key, null)),
    warnings: [...warnings, ...leftBehind(left, locale)],
  }
}

/** The languages that the version before had, and that this one has not. */
function leftBehind(before: readonly LocaleRow[], locale: string): Issue[] {
  const gone = before.flatMap((row) => (row.locale === locale ? [] : [row.locale]))
  if (gone.length === 0) return []
  const message = `the version before was written in the studio; its other languages (${gone.join(', ')}) are not in this one`
  return [{ path: 'locale', message }]
}
