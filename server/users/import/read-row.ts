import { unguardCell } from '#server/csv/cell.ts'
import { quietHoursIssue } from '#server/preferences/schemas.ts'
import { type UpdateUserInput, updateUserInput } from '../schemas.ts'
import type { ImportField } from './schemas.ts'

export interface RowIssue {
  /** Of the file; null: of the row as a whole. */
  column: string | null
  message: string
}

/** What a row says of a user: only what it has a value for. */
export type RowInput = Pick<
  UpdateUserInput,
  | 'email_address'
  | 'external_id'
  | 'name'
  | 'phone_number'
  | 'preferred_language'
  | 'timezone'
  | 'preferences'
>

const preferenceFields: ReadonlySet<ImportField> = new Set([
  'email_enabled',
  'push_enabled',
  'quiet_hours_start',
  'quiet_hours_end',
])

const yes = ['true', 'yes', 'on', '1', 'y']
const no = ['false', 'no', 'off', '0', 'n']

/** As text that the API's schema takes, or its value. An empty cell says nothing. */
function readCell(field: ImportField, cell: string): unknown {
  if (field === 'email_enabled' || field === 'push_enabled') {
    const word = cell.toLowerCase()
    return yes.includes(word) || (no.includes(word) ? false : cell)
  }
  // A table program drops the leading zero, and may add seconds.
  if (field === 'quiet_hours_start' || field === 'quiet_hours_end') {
    return cell.replace(/^(\d):/, '0$1:').replace(/^(\d\d:\d\d):00$/, '$1')
  }
  return cell
}

/**
 * Reads one row by its mapping (column → field). Pure. Answers what it says of a user, or what is wrong with it, by the
 * names of its columns.
 */
export function readRow(
  columns: readonly string[],
  cells: readonly string[],
  mapping: ReadonlyMap<string, ImportField>,
): { input: RowInput } | { issues: RowIssue[] } {
  if (cells.length > columns.length && cells.slice(columns.length).some((cell) => cell.trim() !== '')) {
    return { issues: [{ column: null, message: `has ${cells.length} cells, the header ${columns.length}` }] }
  }
  const columnOf = new Map<string, string>()
  const user: Record<string, unknown> = {}
  const preferences: Record<string, unknown> = {}
  columns.forEach((column, i) => {
    const field = mapping.get(column)
    const cell = unguardCell(cells[i] ?? '').trim()
    if (!field || cell === '') return
    const isPreference = preferenceFields.has(field)
    const target = isPreference ? preferences : user
    target[field] = readCell(field, cell)
    columnOf.set(isPreference ? `preferences.${field}` : field, column)
  })
  const hasPreferences = Object.keys(preferences).length > 0
  const parsed = updateUserInput.safeParse(hasPreferences ? { ...user, preferences } : user)
  if (!parsed.success) {
    return {
      issues: parsed.error.issues.map(({ path, message }) => ({
        column: columnOf.get(path.join('.')) ?? null,
        message:
          message === 'Invalid input: expected boolean, received string' ? 'must be yes or no' : message,
      })),
    }
  }
  const quiet = parsed.data.preferences && quietHoursIssue(parsed.data.preferences)
  if (quiet) {
    const column = columnOf.get(`preferences.${quiet.path}`) ?? null
    const message = column
      ? `quiet hours: ${quiet.message}`
      : 'quiet hours need a beginning and an end, in two columns'
    return { issues: [{ column, message }] }
  }
  if (parsed.data.email_address === undefined && parsed.data.external_id === undefined) {
    return { issues: [{ column: null, message: 'has neither an e-mail address nor an external id' }] }
  }
  return { input: parsed.data }
}
