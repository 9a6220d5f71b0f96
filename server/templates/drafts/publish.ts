import { eq } from 'drizzle-orm'
import { authorise, type Context, mayUse } from '#server/context.ts'
import { templateDrafts, templates } from '#server/db/schema/templates.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import type { App } from '#server/rendering/render-email.ts'
import type { Check } from '../checks/check.ts'
import { checkDraft } from '../checks/check-draft.ts'
import { gitCode } from '../git/code.ts'
import { insertVersion, type LocaleRow, newestVersion } from '../next-version.ts'
import type { Problem } from '../problem.ts'
import { type Draft, loadDraft } from './draft.ts'
import { lockDraft, overtaken, publishedSince } from './locked.ts'
import { type PublishDraftInput, publishDraftInput } from './schemas.ts'

/**
 * Publishes the draft as the next version, every language compiled, and ends the draft. It is checked before anything is
 * locked, and published only if nobody saved meanwhile. Throws `forbidden`, `bad_input`, `not_found`, `conflict` when
 * somebody saved since, or published what its author has not seen (`over`), or `unprocessable` with an issue for each
 * error that the checks found.
 */
export async function publishDraft(
  ctx: Context,
  { app }: { app: App },
  raw: PublishDraftInput,
): Promise<{ version: number; warnings: Problem[] }> {
  authorise(ctx.actor, 'templates')
  const { key, lockVersion, note, over, override } = parse(publishDraftInput, raw)
  if (override) authorise(ctx.actor, 'admin')
  const seen = await loadDraft(ctx.db.orm, key)
  if (seen.lockVersion !== lockVersion) throw overtaken(seen)
  if (lockVersion <= 0) {
    throw new DomainError('unprocessable', 'There is nothing to publish: no draft is saved.')
  }
  const { checks, compiled } = await checkDraft(ctx.db.orm, app, seen)
  const problems = checks.flatMap((check) => check.problems)
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (errors.length > 0 && !override) throw stopped(errors, checks, mayUse(ctx.actor, 'admin'))
  const locales = localeRows(seen, compiled, errors)
  const version = await ctx.db.orm.transaction(async (tx) => {
    const draft = await lockDraft(tx, key, lockVersion)
    const { template, kind, category, variables } = draft
    const newest = await newestVersion(tx, key)
    if (newest && newest.version !== (over ?? draft.basedOn)) throw publishedSince(draft, newest)
    const hash = kind === 'git' ? ((await gitCode(key))?.sourceHash ?? null) : undefined
    if (hash === null) {
      throw new DomainError('unprocessable', `The code has no template “${key}” any more.`)
    }
    const made = await insertVersion(
      tx,
      ctx,
      { template, newest },
      {
        ...{ kind, variables, locales, restores: null, note, sourceHash: hash },
        override: override && errors.length > 0 ? { reason: override.reason, problems: errors } : null,
      },
    )
    await tx.update(templates).set({ category }).where(eq(templates.key, key))
    await tx.delete(templateDrafts).where(eq(templateDrafts.templateKey, key))
    return made
  })
  return { version, warnings: problems.filter(({ severity }) => severity === 'warning') }
}

/** So many errors are told. */
const TOLD = 50

function stopped(errors: readonly Problem[], checks: readonly Check[], mayOverride: boolean): DomainError {
  const failed = checks.filter(({ state }) => state === 'error').map(({ title }) => title)
  const count = errors.length === 1 ? '1 error' : `${errors.length} errors`
  const advice = mayOverride ? 'Mend them, or say why it must be published as it is' : 'Mend them first'
  return new DomainError(
    'unprocessable',
    `The checks found ${count} (${failed.join(', ')}). ${advice}.`,
    errors.slice(0, TOLD).map(issueOf),
  )
}

const issueOf = ({ locale, where, message }: Problem) => ({
  path: [locale, where?.field, where?.name].filter(Boolean).join('.'),
  message,
})

/** Every language with what is sent of it. Throws `unprocessable` where there is nothing to send, whatever the reason. */
function localeRows(
  draft: Draft,
  compiled: readonly { locale: string; compiled: unknown }[],
  errors: readonly Problem[],
): LocaleRow[] {
  return draft.locales.map(({ locale, source }) => {
    if (draft.kind === 'git') return { locale, source, compiled: null }
    const made = compiled.find((row) => row.locale === locale)?.compiled ?? null
    if (made !== null) return { locale, source, compiled: made }
    const own = errors.filter((problem) => !problem.locale || problem.locale === locale)
    const message = `In ${locale} it does not compile, so that there is nothing to send.`
    throw new DomainError('unprocessable', message, own.slice(0, TOLD).map(issueOf))
  })
}
