import { createHash } from 'node:crypto'
import { and, gte, sql } from 'drizzle-orm'
import { unguardCell } from '#server/csv/cell.ts'
import type { Orm } from '#server/db/client.ts'
import { erasedKeys } from '#server/db/schema/imports.ts'
import type { ImportField } from './schemas.ts'

/** Begins what stands in place of an erased row. No uploaded file has it: a NUL is refused. */
export const ERASED = '\0'

const isMarked = (cells: readonly string[]): boolean => cells[0]?.startsWith(ERASED) ?? false

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')
const mailKey = (address: string) => hashOf(`mail ${address.toLowerCase()}`)
const idKey = (externalId: string) => hashOf(`id ${externalId}`)

/** Has files that were uploaded by now bring a user back no more; in the transaction that deletes the user. */
export async function keepErasedKeys(
  orm: Orm,
  { email, externalId }: { email: string | null; externalId: string | null },
  at: Date,
): Promise<void> {
  const hashes = [...(email ? [mailKey(email)] : []), ...(externalId ? [idKey(externalId)] : [])]
  if (hashes.length === 0) return
  await orm
    .insert(erasedKeys)
    .values(hashes.map((hash) => ({ hash, at })))
    .onConflictDoUpdate({ target: erasedKeys.hash, set: { at } })
}

interface File {
  columns: readonly string[]
  mapping: ReadonlyMap<string, ImportField>
  uploadedAt: Date
}

/** Tells which of these rows are of somebody who was erased after the file was uploaded, or were erased themselves. */
export async function findErased(
  orm: Orm,
  rows: readonly (readonly string[])[],
  file: File,
): Promise<(cells: readonly string[]) => boolean> {
  const isLater = gte(erasedKeys.at, file.uploadedAt)
  const [any] = await orm.select({ one: sql`1` }).from(erasedKeys).where(isLater).limit(1)
  if (!any) return isMarked
  const keys = new Map(rows.map((cells) => [cells, keysOf(cells, file)]))
  const found = await orm
    .select({ hash: erasedKeys.hash })
    .from(erasedKeys)
    .where(
      and(
        sql`${erasedKeys.hash} = any(${sql.param([...new Set([...keys.values()].flat())])}::text[])`,
        isLater,
      ),
    )
  const erased = new Set(found.map(({ hash }) => hash))
  return (cells) => isMarked(cells) || (keys.get(cells) ?? []).some((key) => erased.has(key))
}

/** An address in whatever column, and an external id in the one that has them. */
function keysOf(cells: readonly string[], { columns, mapping }: File): string[] {
  return cells.flatMap((cell, i) => {
    const text = unguardCell(cell).trim()
    return [
      ...(text.includes('@') ? [mailKey(text)] : []),
      ...(text !== '' && mapping.get(columns[i] ?? '') === 'external_id' ? [idKey(text)] : []),
    ]
  })
}
