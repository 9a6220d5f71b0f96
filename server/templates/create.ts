import { audit } from '#server/audit/write.ts'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { templateDraftLocales, templateDrafts, templates } from '#server/db/schema/templates.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import type { Draft } from './drafts/draft.ts'
import { firstLock } from './drafts/first-lock.ts'
import { type CreateTemplateInput, createTemplateInput } from './drafts/schemas.ts'
import { starter } from './starters.ts'

/**
 * Makes a template that begins as a draft; nothing can be sent by it before it is published. Throws `forbidden`,
 * `bad_input`, or `conflict` when the key is taken.
 */
export async function createTemplate(ctx: Context, raw: CreateTemplateInput): Promise<{ key: string }> {
  authorise(ctx.actor, 'templates')
  const { key, name = null, kind, category, locale } = parse(createTemplateInput, raw)
  const locales = [{ locale, source: starter(kind) }]
  await ctx.db.orm.transaction(async (tx) => {
    await insertDraft(tx, ctx, { key, name, description: null, kind, category, variables: null, locales })
    await audit(tx, ctx, 'template.create', key, { kind, category })
  })
  return { key }
}

interface NewTemplate extends Pick<Draft, 'kind' | 'category' | 'variables'> {
  key: string
  name: string | null
  description: string | null
  locales: Pick<Draft['locales'][number], 'locale' | 'source'>[]
}

/** Writes a template that is a draft alone. Throws `conflict` when the key is taken. */
export async function insertDraft(tx: Orm, ctx: Context, made: NewTemplate): Promise<void> {
  const { key, name, description, kind, category, variables, locales } = made
  const now = ctx.clock.now()
  const [row] = await tx
    .insert(templates)
    .values({ key, kind, name, category, description, createdAt: now })
    .onConflictDoNothing()
    .returning({ key: templates.key })
  if (!row) {
    const message = 'is the key of another template, maybe of an archived one'
    throw new DomainError('conflict', `“${key}” ${message}.`, [{ path: 'key', message }])
  }
  const { actor, actorName } = actorLabel(ctx.actor)
  await tx.insert(templateDrafts).values({
    ...{ templateKey: key, kind, category, variables, lockVersion: firstLock(), basedOn: null },
    ...{ updatedBy: actor, updatedByName: actorName, createdAt: now, updatedAt: now },
  })
  await tx.insert(templateDraftLocales).values(
    locales.map(({ locale, source }, position) => ({
      ...{ templateKey: key, locale, position, source },
      changedAt: now,
    })),
  )
}
