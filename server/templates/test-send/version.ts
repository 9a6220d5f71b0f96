import { createHash } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
import { actorLabel, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { templateLocales, templateVersions } from '#server/db/schema/templates.ts'
import type { Compiled } from '../compile/format.ts'
import type { Rendering } from '../compiled-draft.ts'
import type { Draft } from '../drafts/draft.ts'

const PREFIX = '[Test] '

/** Writes what a test sends as the template's next version below 0, the template locked; answers its number. */
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
  const sources = JSON.stringify([draft.variables, locales.map(({ locale, source }) => [locale, source])])
  await tx.insert(templateVersions).values({
    templateKey,
    version,
    kind,
    sourceHash: createHash('sha256').update(sources).digest('hex'),
    variables: draft.variables,
    note: 'A test.',
    author: label.actor,
    authorName: label.actorName,
    createdAt: clock.now(),
  })
  await tx.insert(templateLocales).values(
    locales.map(({ locale, source, compiled }, position) => ({
      ...{ templateKey, version, position, locale, source },
      compiled: compiled && withPrefix(compiled),
    })),
  )
  return version
}

const withPrefix = (compiled: Compiled): Compiled => ({ ...compiled, subject: [PREFIX, ...compiled.subject] })
