import { isDeepStrictEqual } from 'node:util'
import { and, eq, inArray } from 'drizzle-orm'
import type { z } from 'zod'
import { audit } from '#server/audit/write.ts'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import {
  type TemplateKind,
  type TemplateSource,
  templateDraftLocales,
  templateDrafts,
  templates,
} from '#server/db/schema/templates.ts'
import { DomainError } from '#server/errors.ts'
import { badInput, parse } from '#server/parse.ts'
import { checkVariables } from '../compile/check-variables.ts'
import { checkJson } from './check-json.ts'
import { type Draft, GIT_LOCALE, loadDraft } from './draft.ts'
import { firstLock } from './first-lock.ts'
import { lockAnyDraft, overtaken } from './locked.ts'
import { isStoredAlready } from './own-save.ts'
import { LOCALES_MAX, type SaveDraftInput, saveDraftInput, sourceSchemas } from './schemas.ts'
import { type Texts, type Translation, textsOf } from './translations.ts'

export interface SavedDraft {
  lockVersion: number
  updatedAt: Date
  translations: { locale: string; translation: Translation; texts: Texts }[]
}

/**
 * Saves what changed of a draft; the first save makes it from the newest version. Throws `forbidden`, `bad_input`,
 * `not_found`, `unprocessable` for a kind or locales that don't fit, or `conflict` when `lockVersion` is not the draft's;
 * but of the same save that comes twice, its answer lost, the second is answered as the first.
 */
export async function saveDraft(ctx: Context, raw: SaveDraftInput): Promise<SavedDraft> {
  authorise(ctx.actor, 'templates')
  const input = parse(saveDraftInput, raw)
  checkJson(input.variables, 'variables')
  for (const [i, { source }] of (input.locales ?? []).entries()) checkJson(source, `locales[${i}].source`)
  if (input.variables) checkVariables(input.variables, 'variables')
  const { key } = input
  return ctx.db.orm.transaction(async (tx) => {
    const before = await lockAnyDraft(tx, key)
    if (before.lockVersion !== input.lockVersion) {
      if (!(await isStoredAlready(tx, ctx, before, input))) throw overtaken(before)
      return savedOf(before, before.updatedAt ?? ctx.clock.now())
    }
    const kind = input.kind ?? before.kind
    const locales = mergedLocales(before, kind, input)
    const now = ctx.clock.now()
    const isNew = before.lockVersion <= 0
    const lockVersion = isNew ? firstLock() : before.lockVersion + 1
    const label = actorLabel(ctx.actor)
    const content = {
      kind,
      category: input.category ?? before.category,
      variables: input.variables === undefined ? before.variables : input.variables,
      lockVersion,
      updatedBy: label.actor,
      updatedByName: label.actorName,
      updatedAt: now,
    }
    if (isNew) {
      const basedOn = before.basedOn
      await tx.insert(templateDrafts).values({ ...content, templateKey: key, basedOn, createdAt: now })
      await audit(tx, ctx, 'template.draft', key, { basedOn })
    } else await tx.update(templateDrafts).set(content).where(eq(templateDrafts.templateKey, key))
    await writeLocales(tx, before, locales, now, isNew)
    const { name, description } = input
    if (name !== undefined || description !== undefined) {
      const said = { ...(name !== undefined && { name }), ...(description !== undefined && { description }) }
      await tx.update(templates).set(said).where(eq(templates.key, key))
    }
    return savedOf(await loadDraft(tx, key), now)
  })
}

function savedOf({ lockVersion, locales }: Draft, updatedAt: Date): SavedDraft {
  const [first] = locales
  return {
    lockVersion,
    updatedAt,
    translations: locales.map((row) => ({
      locale: row.locale,
      translation: row.translation,
      texts: textsOf(row.source, (first ?? row).source),
    })),
  }
}

interface Merged {
  locale: string
  source: TemplateSource
}

/** The locales as they are after the save, the default first, each as its kind wants it. */
function mergedLocales(
  before: Draft,
  kind: TemplateKind,
  { locales: given = [], removed = [] }: z.output<typeof saveDraftInput>,
): Merged[] {
  if (kind === 'git' && before.template.kind !== 'git' && before.kind !== 'git') {
    const message = `The template “${before.template.key}” does not come with the code.`
    throw new DomainError('unprocessable', message, [{ path: 'kind', message }])
  }
  const [first] = before.locales
  const named = given.map(({ locale }) => locale)
  const twice = named.findIndex((locale, i) => named.indexOf(locale) !== i)
  if (twice !== -1) throw badInput([{ path: `locales[${twice}].locale`, message: 'stands twice' }])
  for (const [i, locale] of removed.entries()) {
    if (locale === first?.locale) {
      const message = `${locale} is the default language, which every other one falls back to; it stays`
      throw new DomainError('unprocessable', `${message}.`, [{ path: `removed[${i}]`, message }])
    }
  }
  const sources = new Map<string, TemplateSource>(
    given.map(({ locale, source }, i) => [
      locale,
      parse(sourceSchemas[kind], source, `locales[${i}].source`) as TemplateSource,
    ]),
  )
  const kept = before.locales.filter(({ locale }) => !removed.includes(locale))
  const stale = kept.filter(({ locale }) => kind !== before.kind && !sources.has(locale))
  if (stale.length > 0) {
    const tags = stale.map(({ locale }) => locale).join(', ')
    const message = `As ${kind} the template needs new texts for ${tags}, or these languages removed.`
    throw new DomainError('unprocessable', message, [{ path: 'kind', message }])
  }
  const merged = [
    ...kept.map(({ locale, source }) => ({ locale, source: sources.get(locale) ?? source })),
    ...[...sources].flatMap(([locale, source]) =>
      kept.some((row) => row.locale === locale) ? [] : [{ locale, source }],
    ),
  ]
  if (merged.length > LOCALES_MAX) {
    const message = `A template has at most ${LOCALES_MAX} locales.`
    throw new DomainError('unprocessable', message, [{ path: 'locales', message }])
  }
  if (kind === 'git' && merged[0]?.locale !== GIT_LOCALE) {
    throw new DomainError('unprocessable', `The default language of a template of git is ${GIT_LOCALE}.`)
  }
  return merged
}

/** Writes what changed alone, and when: by that one sees which translations were left behind. */
async function writeLocales(
  tx: Orm,
  before: Draft,
  locales: readonly Merged[],
  now: Date,
  isNew: boolean,
): Promise<void> {
  const templateKey = before.template.key
  const old = new Map(before.locales.map((row) => [row.locale, row]))
  const gone = before.locales.flatMap(({ locale }) =>
    locales.some((row) => row.locale === locale) ? [] : [locale],
  )
  if (gone.length > 0) {
    await tx
      .delete(templateDraftLocales)
      .where(
        and(eq(templateDraftLocales.templateKey, templateKey), inArray(templateDraftLocales.locale, gone)),
      )
  }
  for (const [position, { locale, source }] of locales.entries()) {
    const was = old.get(locale)
    const isSame = was !== undefined && isDeepStrictEqual(was.source, source)
    if (isSame && !isNew && gone.length === 0) continue
    const row = { position, source, changedAt: isSame ? was.changedAt : now }
    await tx
      .insert(templateDraftLocales)
      .values({ templateKey, locale, ...row })
      .onConflictDoUpdate({
        target: [templateDraftLocales.templateKey, templateDraftLocales.locale],
        set: row,
      })
  }
}
