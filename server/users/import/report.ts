import { stringify } from 'csv-stringify'
import { authorise, type Context } from '#server/context.ts'
import { guardCell } from '#server/csv/cell.ts'
import { parse } from '#server/parse.ts'
import { findImport } from './find-import.ts'
import { type ImportIdInput, importId } from './schemas.ts'

const PAGE = 1_000
/** What stands before the file's own columns. */
const OURS = ['line', 'problem']

interface ErrorRow {
  line: number
  cells: string[]
  issues: { column: string | null; message: string }[]
}

/**
 * The rows that were not taken in, as CSV with the file's own columns, so that it can be mended and imported again, and
 * before them the line and what is wrong. No cell is a formula to a spreadsheet. Throws `forbidden`, `bad_input`,
 * `not_found`.
 */
export async function importReport(
  ctx: Context,
  raw: ImportIdInput,
): Promise<{ name: string; csv: AsyncIterable<Buffer> }> {
  authorise(ctx.actor, 'users')
  const { id } = parse(importId, raw)
  const { name, columns, delimiter } = await findImport(ctx.db.orm, id)
  // A file that was a report itself has them already.
  const from = OURS.every((name, i) => columns[i] === name) ? OURS.length : 0
  const own = columns.slice(from)
  const out = stringify({ delimiter, bom: true, header: false })
  const write = async () => {
    out.write([...OURS, ...own].map(guardCell))
    for (let after = 0; ; ) {
      const page = await ctx.db.sql<ErrorRow[]>`
        select line, cells, issues from user_import_errors where import_id = ${id} and line > ${after}
        order by line limit ${PAGE}`
      const last = page.at(-1)
      if (!last) break
      after = last.line
      for (const { line, cells, issues } of page) {
        const problem = issues.map(({ column, message }) => (column ? `${column}: ${message}` : message))
        const told = [String(line), problem.join('; '), ...own.map((_, i) => cells[from + i] ?? '')]
        out.write(told.map(guardCell))
      }
      if (out.writableNeedDrain) await new Promise((resolve) => out.once('drain', resolve))
    }
    out.end()
  }
  write().catch((error: unknown) => out.destroy(error as Error))
  return { name: `${name.replace(/\.csv$/i, '')}-errors.csv`, csv: out }
}
