import { eq, sql } from 'drizzle-orm'
import type { Clock } from '#server/clock.ts'
import { type Database, inTransaction } from '#server/db/client.ts'
import { userImportErrors, userImports } from '#server/db/schema/imports.ts'
import { isDomainError } from '#server/errors.ts'
import { checkMapping } from './columns.ts'
import { findImport, type UserImport } from './find-import.ts'
import { type ImportRules, piecesOf, type RowOutcome, readRows } from './outcomes.ts'
import { type CsvRow, csvFault, csvRows, storedFile } from './rows.ts'
import type { ImportField } from './schemas.ts'
import { writePiece } from './write-batch.ts'

/** Rows per transaction: progress is seen, and a stop heard, after each. */
const BATCH = 500

interface Deps {
  db: Database
  clock: Clock
}

/**
 * Takes in what of an import is not taken in yet; called again after a crash it goes on where it was. Ends without an
 * error when it was stopped, is gone, or another worker has it. Answers how many rows it went through.
 */
export async function runImport(deps: Deps, id: string): Promise<number> {
  const found = await findImport(deps.db.orm, id).catch((error: unknown) => {
    if (isDomainError(error)) return null
    throw error
  })
  if (found?.state !== 'running') return 0
  const rules: ImportRules = {
    columns: found.columns,
    mapping: checkMapping(found.columns, found.mapping as Record<string, ImportField>),
    updateExisting: found.updateExisting,
    uploadedAt: found.createdAt,
  }
  let done = found.done
  let place = 0
  let batch: CsvRow[] = []
  const flush = async (): Promise<boolean> => {
    const goesOn = batch.length === 0 || (await takeIn(deps, found, batch, rules, done))
    if (goesOn) done += batch.length
    batch = []
    return goesOn
  }
  for await (const row of csvRows(storedFile(deps.db, id), found.delimiter)) {
    // The header is place 0; what was done before is passed over.
    if (place++ <= found.done) continue
    batch.push(row)
    if (batch.length === BATCH && !(await flush())) return done - found.done
  }
  if (await flush()) {
    await deps.db.orm
      .update(userImports)
      .set({ state: 'done', endedAt: deps.clock.now() })
      .where(sql`${userImports.id} = ${id} and state = 'running' and done = ${done}`)
  }
  return done - found.done
}

/** Rows and progress in one transaction. False: it was stopped, or another worker has got as far. */
function takeIn(
  { db, clock }: Deps,
  { id }: UserImport,
  rows: readonly CsvRow[],
  rules: ImportRules,
  done: number,
): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const now = await findImport(tx.orm, id, true).catch(() => null)
    if (now?.state !== 'running' || now.done !== done) return false
    const outcomes: RowOutcome[] = []
    for (const piece of piecesOf(readRows(rows, rules))) {
      outcomes.push(...(await writePiece(tx, piece, rules, clock.now())))
    }
    const failed = outcomes.flatMap((one) =>
      one.kind === 'fail'
        ? [{ importId: id, line: one.row.line, cells: one.row.cells, issues: one.issues }]
        : [],
    )
    if (failed.length > 0) await tx.orm.insert(userImportErrors).values(failed).onConflictDoNothing()
    const count = (kind: RowOutcome['kind']) => outcomes.filter((one) => one.kind === kind).length
    await tx.orm
      .update(userImports)
      .set({
        done: done + rows.length,
        created: sql`created + ${count('create')}`,
        updated: sql`updated + ${count('update')}`,
        skipped: sql`skipped + ${count('skip')}`,
        failed: sql`failed + ${failed.length}`,
      })
      .where(eq(userImports.id, id))
    return true
  })
}

/** It could not be ended: what is wrong with the file, else a bug, which the worker's log tells of. */
export async function failImport({ db, clock }: Deps, id: string, error: unknown): Promise<void> {
  await db.orm
    .update(userImports)
    .set({ state: 'failed', endedAt: clock.now(), error: csvFault(error) ?? 'An internal error ended it.' })
    .where(sql`${userImports.id} = ${id} and state = 'running'`)
}
