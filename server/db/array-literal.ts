/**
 * A column of rows as PostgreSQL's array literal (its manual, 8.15.6): elements in quotes, quotes and backslashes after a
 * backslash. Empty where all are null: `unnest` fills what is shorter with nulls. It reads such arrays, one a column, in
 * half the time of `json_to_recordset`, which hashes every row's names.
 */
export function arrayLiteral<Row>(rows: readonly Row[], column: keyof Row): string {
  let elements = ''
  let isEmpty = true
  for (const row of rows) {
    const value: unknown = row[column]
    if (elements !== '') elements += ','
    if (value === null || value === undefined) {
      elements += 'NULL'
      continue
    }
    isEmpty = false
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
    elements += /[\\"]/.test(text) ? `"${text.replaceAll(/[\\"]/g, '\\$&')}"` : `"${text}"`
  }
  return isEmpty ? '{}' : `{${elements}}`
}
