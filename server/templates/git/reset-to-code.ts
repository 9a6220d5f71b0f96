import { and, desc, eq, gt } from 'drizzle-orm'
import { audit } from '#server/audit/write.ts'
import { authorise, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { templateDrafts, templateVersions } from '#server/db/schema/templates.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { lockDraft } from '../drafts/locked.ts'
import type { GitTemplate } from '../git-manifest.ts'
import { insertVersion, type LocaleRow, localesOf, newestVersion } from '../next-version.ts'
import { gitCode } from './code.ts'
import { knownTexts } from './known-texts.ts'
import { type GitDraftInput, gitDraftInput } from './schemas.ts'

/**
 * Lets the code make a template again that was forked from it: the draft goes, and where a fork is published the code
 * is the next version, in the words that locales had given it before. Answers what is newest then. Throws `forbidden`,
 * `bad_input`, `not_found`, `unprocessable` for one that the code does not have, or `conflict` when somebody saved since.
 */
export async function resetToCode(ctx: Context, raw: GitDraftInput): Promise<{ version: number }> {
  authorise(ctx.actor, 'templates')
  const { key, lockVersion } = parse(gitDraftInput, raw)
  const code = await gitCode(key)
  if (!code) throw new DomainError('unprocessable', `The code has no template “${key}”.`)
  return ctx.db.orm.transaction(async (tx) => {
    const { template, basedOn } = await lockDraft(tx, key, lockVersion)
    await tx.delete(templateDrafts).where(eq(templateDrafts.templateKey, key))
    const newest = await newestVersion(tx, key)
    if (newest?.kind === 'git' && newest.sourceHash === code.sourceHash) {
      if (lockVersion > 0) await audit(tx, ctx, 'template.draft.discard', key, { basedOn })
      return { version: newest.version }
    }
    const { sourceHash } = code
    const locales = await wordsBefore(tx, key, code)
    const content = { kind: 'git' as const, sourceHash, locales, variables: null, restores: null }
    const note = 'Reset to code'
    return { version: await insertVersion(tx, ctx, { template, newest }, { ...content, note }) }
  })
}

/** What locales said otherwise in the newest version of git, but for texts that the code has no more. */
async function wordsBefore(tx: Orm, key: string, { strings }: GitTemplate): Promise<LocaleRow[]> {
  const [last] = await tx
    .select()
    .from(templateVersions)
    .where(
      and(
        eq(templateVersions.templateKey, key),
        eq(templateVersions.kind, 'git'),
        gt(templateVersions.version, 0),
      ),
    )
    .orderBy(desc(templateVersions.version))
    .limit(1)
  if (!last) return []
  return (await localesOf(tx, last)).map((row) => ({ ...row, source: knownTexts(row.source, strings) }))
}
