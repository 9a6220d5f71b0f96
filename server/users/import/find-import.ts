import { desc, eq, ne } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { userImports } from '#server/db/schema/imports.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { type ImportIdInput, importId } from './schemas.ts'

export type UserImport = typeof userImports.$inferSelect

/** Of so many the list tells. */
const LISTED = 50

/** Throws `not_found`. `lock`: no other may change it until the transaction ends. */
export async function findImport(orm: Orm, id: string, lock = false): Promise<UserImport> {
  const query = orm.select().from(userImports).where(eq(userImports.id, id))
  const [found] = await (lock ? query.for('update') : query)
  if (!found) throw new DomainError('not_found', 'There is no import with this id.')
  return found
}

/** One import, with how far it has come. Throws `forbidden`, `bad_input`, `not_found`. */
export async function getImport(ctx: Context, raw: ImportIdInput): Promise<UserImport> {
  authorise(ctx.actor, 'users')
  return findImport(ctx.db.orm, parse(importId, raw).id)
}

/** The newest imports. Throws `forbidden`. */
export async function listImports(ctx: Context): Promise<UserImport[]> {
  authorise(ctx.actor, 'users')
  return ctx.db.orm
    .select()
    .from(userImports)
    .where(ne(userImports.state, 'uploading'))
    .orderBy(desc(userImports.id))
    .limit(LISTED)
}
