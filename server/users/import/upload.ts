import { eq } from 'drizzle-orm'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import { unguardCell } from '#server/csv/cell.ts'
import { newId } from '#server/db/ids.ts'
import { userImportChunks, userImports } from '#server/db/schema/imports.ts'
import type { DomainError } from '#server/errors.ts'
import { badInput } from '#server/parse.ts'
import { guessDelimiter, guessMapping } from './columns.ts'
import { csvFault, csvRows, storedFile } from './rows.ts'
import { IMPORT_BYTES_MAX, IMPORT_ROWS_MAX } from './schemas.ts'

const CHUNK_BYTES = 256 * 1024
const COLUMNS_MAX = 200
/** Characters by which the delimiter is guessed. */
const FIRST_LINE_MAX = 100_000

export const noFile = (message: string): DomainError => badInput([{ path: 'file', message }])

/**
 * Keeps a CSV file of users, to be looked at and then imported. Reads all of it: what is no UTF-8, no CSV, without rows
 * or too large is refused, and nothing is kept. Answers the import's id. Throws `forbidden`, `bad_input`.
 */
export async function uploadImport(
  ctx: Context,
  file: { name: string; bytes: AsyncIterable<Uint8Array> },
): Promise<{ id: string }> {
  authorise(ctx.actor, 'users')
  const { orm } = ctx.db
  const id = newId()
  const { actor, actorName } = actorLabel(ctx.actor)
  await orm.insert(userImports).values({
    ...{ id, name: file.name.slice(0, 200) || 'users.csv', size: 0, state: 'uploading', delimiter: ',' },
    ...{ columns: [], mapping: {}, updateExisting: true, createdAt: ctx.clock.now() },
    ...{ startedBy: actor, startedByName: actorName },
  })
  try {
    const { size, firstLine } = await store(file.bytes, (bytes, position) =>
      orm.insert(userImportChunks).values({ importId: id, position, bytes }),
    )
    const delimiter = guessDelimiter(firstLine)
    const { columns, total } = await countRows(storedFile(ctx.db, id), delimiter)
    const mapping = guessMapping(columns)
    await orm
      .update(userImports)
      .set({ size, delimiter, columns, total, mapping, state: 'uploaded' })
      .where(eq(userImports.id, id))
    return { id }
  } catch (error) {
    await orm.delete(userImports).where(eq(userImports.id, id))
    const fault = csvFault(error)
    throw fault ? noFile(fault) : error
  }
}

/** Keeps the bytes in pieces; answers how many they are, and the first line. Throws `bad_input`. */
async function store(
  bytes: AsyncIterable<Uint8Array>,
  keep: (bytes: Buffer, position: number) => Promise<unknown>,
): Promise<{ size: number; firstLine: string }> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let size = 0
  let start = ''
  let position = 0
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  for await (const piece of bytes) {
    size += piece.length
    if (size > IMPORT_BYTES_MAX) throw noFile(`has more than ${IMPORT_BYTES_MAX / 1024 / 1024} MB`)
    const text = decode(decoder, piece)
    if (start.length < FIRST_LINE_MAX && !/[\r\n]/.test(start)) start += text
    waiting.push(piece)
    waitingBytes += piece.length
    if (waitingBytes < CHUNK_BYTES) continue
    await keep(Buffer.concat(waiting), position++)
    waiting = []
    waitingBytes = 0
  }
  decode(decoder)
  if (waitingBytes > 0) await keep(Buffer.concat(waiting), position)
  return { size, firstLine: start.split(/[\r\n]/, 1)[0] ?? '' }
}

/** Throws `bad_input` for what is not UTF-8. Without bytes: the end. */
function decode(decoder: TextDecoder, bytes?: Uint8Array): string {
  try {
    const text = decoder.decode(bytes, { stream: bytes !== undefined })
    if (text.includes('\0')) throw new TypeError('NUL')
    return text
  } catch {
    throw noFile('is not text in UTF-8: save it as “CSV UTF-8”')
  }
}

async function countRows(
  text: AsyncIterable<Buffer>,
  delimiter: string,
): Promise<{ columns: string[]; total: number }> {
  let columns: string[] | null = null
  let total = 0
  for await (const { cells } of csvRows(text, delimiter)) {
    if (columns) {
      total++
      if (total > IMPORT_ROWS_MAX) throw noFile(`has more than ${IMPORT_ROWS_MAX.toLocaleString('en')} rows`)
    } else {
      columns = headerOf(cells)
    }
  }
  if (!columns || total === 0) throw noFile('has no row: the first line names the columns, users follow')
  return { columns, total }
}

/** The header's names, trimmed and without what guards them. Throws `bad_input` where one is missing or stands twice. */
function headerOf(cells: readonly string[]): string[] {
  const columns = cells.map((cell) => unguardCell(cell).trim())
  if (columns.length > COLUMNS_MAX) throw noFile(`has more than ${COLUMNS_MAX} columns`)
  const empty = columns.indexOf('')
  if (empty >= 0) throw noFile(`has no name for column ${empty + 1} in its first line`)
  const twice = columns.find((column, i) => columns.indexOf(column) !== i)
  if (twice !== undefined) throw noFile(`names the column “${twice}” twice in its first line`)
  return columns
}
