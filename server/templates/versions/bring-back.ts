import { and, eq, gt } from 'drizzle-orm'
import type { Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { templateVersions } from '#server/db/schema/templates.ts'
import { DomainError } from '#server/errors.ts'
import type { Variables } from '../compile/declared.ts'
import { gitCode } from '../git/code.ts'
import { noVersion } from '../missing.ts'
import { insertVersion, type Locked, localesOf } from '../next-version.ts'

/**
 * Writes an older version again, as the next one; on the caller's transaction, the template locked. Throws `not_found`
 * for a version that is not there, or `unprocessable` for one of git whose code is not there any more.
 */
export async function bringBack(
  tx: Orm,
  ctx: Context,
  locked: Locked,
  { version, note }: { version: number; note?: string | undefined },
): Promise<number> {
  const { key } = locked.template
  const [old] = await tx
    .select()
    .from(templateVersions)
    .where(
      and(
        eq(templateVersions.templateKey, key),
        eq(templateVersions.version, version),
        gt(templateVersions.version, 0),
      ),
    )
  if (!old) throw noVersion(key, version)
  if (old.kind === 'git' && (await gitCode(key))?.sourceHash !== old.sourceHash) {
    const message = `Version ${version} was rendered by code that is not there any more; it can not come back.`
    throw new DomainError('unprocessable', message, [{ path: 'version', message }])
  }
  return insertVersion(tx, ctx, locked, {
    kind: old.kind,
    variables: old.variables as Variables | null,
    locales: await localesOf(tx, old),
    restores: version,
    note,
    sourceHash: old.sourceHash,
  })
}
