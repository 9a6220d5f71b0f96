import type { Clock } from '#server/clock.ts'
import { unguardCell } from '#server/csv/cell.ts'
import { type Database, inTransaction } from '#server/db/client.ts'
import type { Erasure } from './erase-traces.ts'
import { type ByteRange, blankRows } from './import/blank-rows.ts'
import { csvRows, storedFile } from './import/rows.ts'

/** No upload takes so long: it was broken off. */
const BROKEN_OFF_MS = 60 * 60 * 1000
const GONE = 'was erased with the person whom it named'

interface Stored {
  id: string
  state: string
  delimiter: string
  columns: string[]
  mapping: Record<string, string>
  created_at: string
}

/**
 * Erases a deleted person from files of users that were uploaded before and are still stored, and from the rows of them
 * that were not taken in. False: a file is being uploaded, to be looked at again. May be called again at any time.
 */
export async function eraseFromImports(
  { db, clock }: { db: Database; clock: Clock },
  erasure: Erasure,
): Promise<boolean> {
  const files = await db.sql<{ id: string }[]>`
    select id from user_imports i where created_at <= ${erasure.requestedAt.toISOString()}::timestamptz
      and exists (select 1 from user_import_chunks c where c.import_id = i.id) order by id`
  let complete = true
  for (const { id } of files) {
    complete =
      (await inTransaction(db, (tx) => eraseFromFile(tx, id, { erasure, now: clock.now() }))) && complete
  }
  // Each was locked by now: what an import was writing when the person was deleted is seen.
  await eraseRefusedRows(db, erasure)
  return complete
}

async function eraseFromFile(
  db: Database,
  id: string,
  { erasure, now }: { erasure: Erasure; now: Date },
): Promise<boolean> {
  const [file] = await db.sql<Stored[]>`
    select id, state, delimiter, columns, mapping, created_at from user_imports where id = ${id} for update`
  if (!file) return true
  if (file.state === 'uploading') {
    if (now.getTime() - Date.parse(file.created_at) < BROKEN_OFF_MS) return false
    await db.sql`delete from user_imports where id = ${id}`
    return true
  }
  if (!(await mentions(storedFile(db, id), erasure))) return true
  const ranges: ByteRange[] = []
  let from = 0
  for await (const { cells, endsAt } of csvRows(storedFile(db, id), file.delimiter)) {
    if (from > 0 && isAbout(cells, file, erasure)) ranges.push({ from, to: endsAt })
    from = endsAt
  }
  await blankRows(db, id, ranges)
  return true
}

/** Whether the person's address or external id stands anywhere in a file: most need not be taken apart. */
async function mentions(text: AsyncIterable<Buffer>, { names, addresses }: Erasure): Promise<boolean> {
  const sought = [...names, ...addresses].map((one) => one.toLowerCase().replaceAll('"', '""'))
  const longest = Math.max(...sought.map(({ length }) => length))
  const decoder = new TextDecoder()
  let tail = ''
  for await (const piece of text) {
    const read = tail + decoder.decode(piece, { stream: true }).toLowerCase()
    if (sought.some((one) => read.includes(one))) return true
    tail = read.slice(-longest)
  }
  return false
}

const isAbout = (cells: readonly string[], { columns, mapping }: Stored, person: Erasure): boolean =>
  cells.some((cell, i) => {
    const text = unguardCell(cell).trim()
    return (
      person.addresses.includes(text.toLowerCase()) ||
      (mapping[columns[i] ?? ''] === 'external_id' && person.names.includes(text))
    )
  })

/** What `trim` takes away (ECMA-262, 22.1.3.32). */
const WHITE =
  ' \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff'

/** Rows that were not taken in, of files that were uploaded before the person was deleted. */
export async function eraseRefusedRows({ sql }: Database, erasure: Erasure): Promise<void> {
  const { names, addresses, requestedAt } = erasure
  // As JSON writes them: only such rows are taken apart, which for 500,000 takes 1.5 s in place of 5.5 s.
  const like = (one: string) =>
    `%${JSON.stringify(one)
      .slice(1, -1)
      .replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  await sql`
    update user_import_errors e set cells = '[]', issues = ${JSON.stringify([{ column: null, message: GONE }])}::text::jsonb
    from user_imports i
    where i.id = e.import_id and i.created_at <= ${requestedAt.toISOString()}::timestamptz
      and (e.cells::text like any(${names.map(like)}::text[])
        or lower(e.cells::text) like any(${addresses.map((one) => like(one.toLowerCase()))}::text[]))
      and exists (select 1
        from jsonb_array_elements_text(e.cells) with ordinality as cell(text, place),
          lateral (values (btrim(cell.text, ${WHITE})), (ltrim(btrim(cell.text, ${WHITE}), ''''))) as read(text)
        where lower(read.text) = any(${addresses}::text[])
          or (i.mapping ->> i.columns[cell.place] = 'external_id' and read.text = any(${names}::text[])))`
}
