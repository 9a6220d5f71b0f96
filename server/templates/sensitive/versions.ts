import { sql } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import type { Variables } from '../compile/declared.ts'
import { sensitivePaths } from './hide.ts'

/** A version of a template. */
export interface VersionKey {
  key: string
  version: number
}

/** Of so many versions it is remembered; a version never changes. */
const KEPT = 20_000
const kept = new Map<string, string[][]>()

const idOf = ({ key, version }: VersionKey) => `${version} ${key}`

/**
 * The paths of the sensitive variables of these versions, by `version key`; those of a version that is gone are not known.
 * At most one statement, and none for versions that were asked for before.
 */
export async function sensitiveOf(
  orm: Orm,
  versions: readonly VersionKey[],
): Promise<(version: VersionKey) => string[][]> {
  const unknown = new Map(versions.filter((one) => !kept.has(idOf(one))).map((one) => [idOf(one), one]))
  // Also what is forgotten below, or by another caller meanwhile.
  const found = new Map(versions.map((one) => [idOf(one), kept.get(idOf(one)) ?? []]))
  if (unknown.size > 0) {
    const asked = [...unknown.values()]
    const rows = await orm.execute<{ key: string; version: number; variables: Variables | null }>(sql`
      select v.template_key as key, v.version, v.variables from template_versions v
      join json_to_recordset(${JSON.stringify(asked)}::text::json) as x(key text, version integer)
        on v.template_key = x.key and v.version = x.version`)
    if (kept.size + rows.length > KEPT) kept.clear()
    for (const row of rows) {
      const paths = sensitivePaths(row.variables)
      kept.set(idOf(row), paths)
      found.set(idOf(row), paths)
    }
  }
  return (version) => found.get(idOf(version)) ?? []
}
