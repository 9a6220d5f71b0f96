import { eq } from 'drizzle-orm'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import { inTransaction } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { userImports } from '#server/db/schema/imports.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { enqueue, enqueueByIndex } from '#server/queue/enqueue.ts'
import { checkMapping } from './columns.ts'
import { findImport } from './find-import.ts'
import { type ImportIdInput, type ImportSettingsInput, importId, importSettings } from './schemas.ts'

/**
 * Has the worker take in an uploaded file by this mapping. Nobody is welcomed: who is imported gets no mail by it.
 * Throws `forbidden`, `bad_input`, `not_found`, or `conflict` once it was begun.
 */
export async function startImport(ctx: Context, raw: ImportSettingsInput): Promise<{ id: string }> {
  authorise(ctx.actor, 'users')
  const { id, mapping, updateExisting } = parse(importSettings, raw)
  const now = ctx.clock.now()
  await inTransaction(ctx.db, async (tx) => {
    const found = await findImport(tx.orm, id, true)
    if (found.state !== 'uploaded') throw new DomainError('conflict', 'This import was begun already.')
    checkMapping(found.columns, mapping)
    await tx.orm
      .update(userImports)
      .set({ state: 'running', mapping, updateExisting, startedAt: now })
      .where(eq(userImports.id, id))
    await tx.orm.insert(auditLog).values({
      ...{ id: newId(), ...actorLabel(ctx.actor), action: 'users.import', targetId: id, at: now },
      detail: { rows: found.total, update_existing: updateExisting },
    })
    await enqueueByIndex(tx.sql)
    await enqueue(tx.sql, 'users.import', { id })
  })
  return { id }
}

/**
 * Stops an import after the rows that are being written; those that were taken in stay. One that was never begun is
 * forgotten. Throws `forbidden`, `bad_input`, `not_found`, or `conflict` for one that has ended.
 */
export async function cancelImport(ctx: Context, raw: ImportIdInput): Promise<{ id: string }> {
  authorise(ctx.actor, 'users')
  const { id } = parse(importId, raw)
  const now = ctx.clock.now()
  await inTransaction(ctx.db, async (tx) => {
    const found = await findImport(tx.orm, id, true)
    if (found.state === 'uploaded') {
      await tx.orm.delete(userImports).where(eq(userImports.id, id))
      return
    }
    if (found.state !== 'running') throw new DomainError('conflict', 'This import has ended.')
    await tx.orm.update(userImports).set({ state: 'cancelled', endedAt: now }).where(eq(userImports.id, id))
    await tx.orm.insert(auditLog).values({
      ...{ id: newId(), ...actorLabel(ctx.actor), action: 'users.import_cancel', targetId: id, at: now },
      detail: { done: found.done },
    })
  })
  return { id }
}
