import { authorise, type Context } from '#server/context.ts'
import { parse } from '#server/parse.ts'
import { checkMapping } from './columns.ts'
import { findImport } from './find-import.ts'
import { outcomesOf, piecesOf, type RowOutcome, readRows } from './outcomes.ts'
import type { RowIssue } from './read-row.ts'
import { type CsvRow, csvRows, storedFile } from './rows.ts'
import { type ImportSettingsInput, importSettings } from './schemas.ts'

/** So many rows are looked at, and so many of them shown. */
const LOOKED_AT = 1_000
const SHOWN = 20

export interface ImportPreview {
  columns: string[]
  /** Rows of the file, and how many of them the counts are about: the first. */
  total: number
  lookedAt: number
  counts: Record<RowOutcome['kind'], number>
  /** The first of the file, and the first below these that would fail. */
  rows: PreviewRow[]
  failures: PreviewRow[]
}

export interface PreviewRow {
  line: number
  cells: string[]
  kind: RowOutcome['kind']
  issues: RowIssue[]
}

/**
 * What importing a file by this mapping would do: its first 1,000 rows against the users as they are. Stores nothing.
 * Throws `forbidden`, `bad_input` (also for a mapping that makes no sense), `not_found`.
 */
export async function previewImport(ctx: Context, raw: ImportSettingsInput): Promise<ImportPreview> {
  authorise(ctx.actor, 'users')
  const { id, mapping, updateExisting } = parse(importSettings, raw)
  const { columns, delimiter, total, createdAt } = await findImport(ctx.db.orm, id)
  const rules = { columns, mapping: checkMapping(columns, mapping), updateExisting, uploadedAt: createdAt }
  const rows: CsvRow[] = []
  let isHeader = true
  for await (const row of csvRows(storedFile(ctx.db, id), delimiter)) {
    if (!isHeader) rows.push(row)
    isHeader = false
    if (rows.length === LOOKED_AT) break
  }
  const outcomes: RowOutcome[] = []
  // A later row that names the same user again would change what the earlier one made; here it counts as it stands.
  for (const piece of piecesOf(readRows(rows, rules))) {
    outcomes.push(...(await outcomesOf(ctx.db.orm, piece, rules)))
  }
  const counts = { create: 0, update: 0, skip: 0, fail: 0 }
  for (const { kind } of outcomes) counts[kind]++
  const shown = (one: RowOutcome): PreviewRow => ({
    line: one.row.line,
    cells: one.kind === 'skip' && one.why === 'erased' ? [] : one.row.cells,
    kind: one.kind,
    issues: one.kind === 'fail' ? one.issues : [],
  })
  return {
    ...{ columns, total: total ?? rows.length, lookedAt: rows.length, counts },
    rows: outcomes.slice(0, SHOWN).map(shown),
    failures: outcomes
      .slice(SHOWN)
      .filter(({ kind }) => kind === 'fail')
      .slice(0, SHOWN)
      .map(shown),
  }
}
