import { and, asc, eq, gt } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import {
  type TemplateKind,
  type TemplateSource,
  templateLocales,
  templateVersions,
} from '#server/db/schema/templates.ts'
import { parse } from '#server/parse.ts'
import { noVersion } from '../missing.ts'
import { type VersionInput, versionInput } from './schemas.ts'

export interface VersionSources {
  version: number
  kind: TemplateKind
  variables: Record<string, unknown> | null
  /** The default first; of a git version the overridden ones. */
  locales: { locale: string; source: TemplateSource }[]
  author: string | null
  note: string | null
  restores: number | null
  createdAt: Date
  overrideReason: string | null
  /** The errors that it was published over. */
  overridden: unknown[] | null
}

/** A published version as it was written. Throws `forbidden`, `bad_input`, `not_found`. */
export async function getVersion({ db, actor }: Context, raw: VersionInput): Promise<VersionSources> {
  authorise(actor, 'read')
  const { key, version } = parse(versionInput, raw)
  const [found] = await db.orm
    .select()
    .from(templateVersions)
    .where(
      and(
        eq(templateVersions.templateKey, key),
        eq(templateVersions.version, version),
        gt(templateVersions.version, 0),
      ),
    )
  if (!found) throw noVersion(key, version)
  const locales = await db.orm
    .select({ locale: templateLocales.locale, source: templateLocales.source })
    .from(templateLocales)
    .where(and(eq(templateLocales.templateKey, key), eq(templateLocales.version, version)))
    .orderBy(asc(templateLocales.position))
  return {
    version,
    kind: found.kind,
    variables: found.variables,
    locales,
    author: found.authorName,
    note: found.note,
    restores: found.restores,
    createdAt: found.createdAt,
    overrideReason: found.overrideReason,
    overridden: found.overridden,
  }
}
