import { isDeepStrictEqual } from 'node:util'
import type { Orm } from '#server/db/client.ts'
import { localesOf, newestVersion } from '../next-version.ts'
import type { Draft } from './draft.ts'

/** Whether publishing the draft would change what is published. */
export async function draftDiffers(orm: Orm, draft: Draft): Promise<boolean> {
  const { key } = draft.template
  if (draft.lockVersion <= 0) return false
  const newest = await newestVersion(orm, key)
  if (!newest || newest.kind !== draft.kind || draft.category !== draft.template.category) return true
  if (!isDeepStrictEqual(newest.variables, draft.variables)) return true
  const written = (locales: readonly { locale: string; source: object }[]) =>
    meaning(locales.map(({ locale, source }) => ({ locale, source })))
  return !isDeepStrictEqual(written(await localesOf(orm, newest)), written(draft.locales))
}

/** An override that says nothing is none. */
const meaning = (locales: { locale: string; source: object }[]) =>
  locales.filter(
    ({ source }) =>
      !('strings' in source && 'subject' in source) ||
      source.subject !== null ||
      Object.keys(source.strings as object).length > 0,
  )
