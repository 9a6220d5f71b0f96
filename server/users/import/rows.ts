import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import type { Database } from '#server/db/client.ts'

export interface CsvRow {
  /** Of the file; the header is 1. A row over several lines is known by its last. */
  line: number
  cells: string[]
  /** Bytes of the file up to its end, line end included. */
  endsAt: number
}

/** One cell, or a row; beyond it a quote was forgotten. */
const RECORD_CHARACTERS_MAX = 100_000

/** The rows of CSV text (RFC 4180), the header first; empty lines are left out. Throws `CsvError`. */
export async function* csvRows(
  text: AsyncIterable<Buffer | string>,
  delimiter: string,
): AsyncGenerator<CsvRow> {
  const parser = Readable.from(text).pipe(
    parse({
      delimiter,
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      max_record_size: RECORD_CHARACTERS_MAX,
    }),
  )
  for await (const { record, info } of parser as AsyncIterable<{
    record: string[]
    info: { lines: number; bytes: number }
  }>) {
    yield { line: info.lines, cells: record, endsAt: info.bytes }
  }
}

/** What is wrong with a CSV file, in words. */
export function csvFault(error: unknown): string | null {
  if (!(error instanceof CsvError)) return null
  const line = 'lines' in error ? ` (near line ${String(error.lines)})` : ''
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return `A quote is opened and never closed${line}.`
    case 'CSV_MAX_RECORD_SIZE':
      return `A row has more than ${RECORD_CHARACTERS_MAX.toLocaleString('en')} characters: a quote may not be closed${line}.`
    default:
      return `It is not CSV: a quote stands where none may be${line}.`
  }
}

/** A stored file, piece by piece. */
export async function* storedFile({ sql }: Pick<Database, 'sql'>, id: string): AsyncGenerator<Buffer> {
  for (let position = 0; ; position++) {
    const [chunk] = await sql<{ bytes: Buffer }[]>`
      select bytes from user_import_chunks where import_id = ${id} and position = ${position}`
    if (!chunk) return
    yield chunk.bytes
  }
}
