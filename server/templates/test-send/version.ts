import { createHash } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
import { actorLabel, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { type TemplateSource, templateLocales, templateVersions } from '#server/db/schema/templates.ts'
import { DomainError } from '#server/errors.ts'
import type { Compiled } from '../compile/format.ts'
import type { Rendering } from '../compiled-draft.ts'
import type { Draft } from '../drafts/draft.ts'
import { gitCode } from '../git/code.ts'

const PREFIX = '[Test] '

/**
 * Writes what a test sends as the template's next version below 0, the template locked; answers its number. Throws
 * `unprocessable` for one of git whose file is gone.
 */
export async function insertTestVersion(
  tx: Orm,
  { actor, clock }: Context,
  draft: Draft,
  { kind, locales }: Rendering,
): Promise<number> {
  const templateKey = draft.template.key
  const [lowest] = await tx
    .select({ version: templateVersions.version })
    .from(templateVersions)
    .where(eq(templateVersions.templateKey, templateKey))
    .orderBy(asc(templateVersions.version))
    .limit(1)
  const version = Math.min(0, lowest?.version ?? 0) - 1
  const label = actorLabel(actor)
  const code = kind === 'git' ? await gitCode(templateKey) : null
  if (kind === 'git' && !code) {
    throw new DomainError('unprocessable', `The code has no template “${templateKey}” any more.`)
  }
  const sources = JSON.stringify([draft.variables, locales.map(({ locale, source }) => [locale, source])])
  await tx.insert(templateVersions).values({
    templateKey,
    version,
    kind,
    // The renderer knows by it that a version of git is of the code that is there.
    sourceHash: code?.sourceHash ?? createHash('sha256').update(sources).digest('hex'),
    variables: draft.variables,
    note: 'A test.',
    author: label.actor,
    authorName: label.actorName,
    createdAt: clock.now(),
  })
  const subject = code?.strings.find(({ name }) => name === 'subject')?.text ?? null
  await tx.insert(templateLocales).values(
    locales.map(({ locale, source, compiled }, position) => ({
      ...{ templateKey, version, position, locale },
      source: compiled ? source : prefixed(source, subject),
      compiled: compiled && {
        ...compiled,
        subject: [PREFIX, ...compiled.subject] satisfies Compiled['subject'],
      },
    })),
  )
  return version
}

/** Of git: the subject that a locale says, or the code’s where it is one text. */
function prefixed(source: TemplateSource, subjectOfCode: string | null): TemplateSource {
  const subject = source.subject ?? subjectOfCode
  return subject === null ? source : ({ ...source, subject: PREFIX + subject } as TemplateSource)
}
