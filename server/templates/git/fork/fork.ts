import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { eq } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { templateFixtures } from '#server/db/schema/templates.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { type Draft, loadDraft } from '../../drafts/draft.ts'
import { saveDraft } from '../../drafts/save.ts'
import { type TemplateKeyInput, templateKeyInput } from '../../drafts/schemas.ts'
import { saveFixture } from '../../fixtures/save.ts'
import { gitSource } from '../../sources.ts'
import { gitCode } from '../code.ts'
import { type GitDraftInput, gitDraftInput } from '../schemas.ts'
import type { Fork } from './fork-of.ts'

/** As `loadGitRenderer` of server/rendering/renderer.ts: React and the built parts of `emails/` are in no bundle. */
async function load(): Promise<typeof import('./fork-of.ts')> {
  const file = join(process.cwd(), 'server', 'templates', 'git', 'fork', 'fork-of.ts')
  return import(/* turbopackIgnore: true */ pathToFileURL(file).href)
}

/**
 * What a visual draft would not keep of a template of git; nothing is stored. Throws `forbidden`, `bad_input`,
 * `not_found`, or `unprocessable` for a template that is not git's.
 */
export async function forkLosses(ctx: Context, raw: TemplateKeyInput): Promise<{ warnings: string[] }> {
  authorise(ctx.actor, 'templates')
  const { key } = parse(templateKeyInput, raw)
  const { warnings } = await forkFrom(await loadDraft(ctx.db.orm, key))
  return { warnings }
}

/**
 * Turns a template of git into a visual draft, in each of its locales, with the sample of its code as a fixture. What is
 * sent stays the code's until the draft is published. Throws as `forkLosses`, and `conflict` when somebody saved since.
 */
export async function forkTemplate(
  ctx: Context,
  raw: GitDraftInput,
): Promise<{ lockVersion: number; warnings: string[] }> {
  authorise(ctx.actor, 'templates')
  const { key, lockVersion } = parse(gitDraftInput, raw)
  const { locales, variables, warnings } = await forkFrom(await loadDraft(ctx.db.orm, key))
  const saved = await saveDraft(ctx, { key, lockVersion, kind: 'visual', locales, variables })
  const fixtures = await ctx.db.orm.$count(templateFixtures, eq(templateFixtures.templateKey, key))
  const data = (await gitCode(key))?.sample
  if (fixtures === 0 && data) await saveFixture(ctx, { key, name: 'Sample', data })
  return { lockVersion: saved.lockVersion, warnings }
}

async function forkFrom({ template, kind, locales }: Draft): Promise<Fork> {
  const code = await gitCode(template.key)
  if (kind !== 'git' || !code) {
    throw new DomainError('unprocessable', `The template “${template.key}” does not come with the code.`)
  }
  const { forkOf } = await load()
  return forkOf(
    code,
    locales.map(({ locale, source }) => ({ locale, source: gitSource.parse(source) })),
  )
}
