import { asc, eq } from 'drizzle-orm'
import { audit } from '#server/audit/write.ts'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { templateFixtures } from '#server/db/schema/templates.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { insertDraft } from './create.ts'
import { loadDraft } from './drafts/draft.ts'
import { type DuplicateTemplateInput, duplicateTemplateInput } from './drafts/schemas.ts'

/**
 * Makes a template as another one is being written, or was published last, with its fixtures; it begins as a draft.
 * Throws `forbidden`, `bad_input`, `not_found`, `conflict` when the key is taken, or `unprocessable` for one of git.
 */
export async function duplicateTemplate(ctx: Context, raw: DuplicateTemplateInput): Promise<{ key: string }> {
  authorise(ctx.actor, 'templates')
  const { from, key, name } = parse(duplicateTemplateInput, raw)
  await ctx.db.orm.transaction(async (tx) => {
    const { template, kind, category, variables, locales } = await loadDraft(tx, from)
    if (kind === 'git') {
      const message = 'comes with the code; fork it into a visual draft first'
      throw new DomainError('unprocessable', `“${from}” ${message}.`, [{ path: 'from', message }])
    }
    const { description } = template
    const copied = { kind, category, variables, locales, description }
    await insertDraft(tx, ctx, { key, name: name ?? nameOfCopy(template.name), ...copied })
    const fixtures = await tx
      .select()
      .from(templateFixtures)
      .where(eq(templateFixtures.templateKey, from))
      .orderBy(asc(templateFixtures.name))
    const now = ctx.clock.now()
    const { actorName } = actorLabel(ctx.actor)
    if (fixtures.length > 0) {
      await tx.insert(templateFixtures).values(
        fixtures.map((fixture) => ({
          ...{ id: newId(), templateKey: key, name: fixture.name, data: fixture.data },
          ...{ updatedByName: actorName, createdAt: now, updatedAt: now },
        })),
      )
    }
    await audit(tx, ctx, 'template.create', key, { kind, category, from })
  })
  return { key }
}

const nameOfCopy = (name: string | null) => (name === null ? null : `${name.slice(0, 93)} (copy)`)
