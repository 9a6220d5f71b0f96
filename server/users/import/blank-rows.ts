import type { Database } from '#server/db/client.ts'
import { ERASED } from './erased-rows.ts'

/** Bytes of a stored file; `to` is the first after it. */
export interface ByteRange {
  from: number
  to: number
}

const NEWLINES: ReadonlySet<number> = new Set([10, 13])
const [QUOTE, SPACE] = [34, 32]

/**
 * Overwrites rows of a stored file, in the caller's transaction, by as many bytes: one quoted cell that begins with
 * `ERASED`. Lines and rows stay where they are, so an import that runs goes on by their numbers.
 */
export async function blankRows(db: Database, importId: string, ranges: readonly ByteRange[]): Promise<void> {
  if (ranges.length === 0) return
  const chunks = await db.sql<{ position: number; from: number; to: number }[]>`
    select position, (sum(length(bytes)) over (order by position) - length(bytes))::int as from,
      (sum(length(bytes)) over (order by position))::int as to
    from user_import_chunks where import_id = ${importId} order by position`
  for (const range of ranges) {
    const touched = chunks.filter(({ from, to }) => from < range.to && to > range.from)
    await blankRow(db, importId, { touched, range })
  }
}

async function blankRow(
  { sql }: Database,
  importId: string,
  { touched, range }: { touched: readonly (ByteRange & { position: number })[]; range: ByteRange },
): Promise<void> {
  const positions = touched.map(({ position }) => position)
  const stored = await sql<{ bytes: Buffer }[]>`
    select bytes from user_import_chunks where import_id = ${importId} and position = any(${positions}::int[])
    order by position`
  const start = touched[0]?.from ?? 0
  const whole = Buffer.concat(stored.map(({ bytes }) => bytes))
  blank(whole.subarray(range.from - start, range.to - start))
  for (const { position, from, to } of touched) {
    await sql`update user_import_chunks set bytes = ${whole.subarray(from - start, to - start)}
      where import_id = ${importId} and position = ${position}`
  }
}

function blank(row: Buffer): void {
  const places = [...row.keys()].filter((i) => !NEWLINES.has(row[i] ?? 0))
  for (const i of places) row[i] = SPACE
  const [first, second, last] = [places[0], places[1], places.at(-1)]
  if (first === undefined || second === undefined || last === undefined || last === second) return
  row[first] = QUOTE
  row[second] = ERASED.charCodeAt(0)
  row[last] = QUOTE
}
