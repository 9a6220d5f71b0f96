import { when } from './moment.ts'
import type { Recipient } from './schema.ts'
import { label, safeUrl } from './text.ts'

export interface Detail {
  label: string
  value: string
  /** Where the value leads, already checked. */
  href?: string
}

/** Enough for any real event; Gmail cuts a mail above 102 KB. */
const MAX_ROWS = 40
const MAX_CHARACTERS = 12_000
const MAX_VALUE = 1_000
const MAX_DEPTH = 4
/** Of one object or list; more would not find a place anyway. */
const MAX_FIELDS = 200

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** One row, or none when there is nothing to show. */
export function detail(name: string, value: unknown, recipient?: Recipient): Detail[] {
  const href = typeof value === 'string' && /^https?:/i.test(value.trim()) ? safeUrl(value) : undefined
  const text = when(value, recipient, MAX_VALUE)
  if (text === '') return []
  return [href ? { label: name, value: text, href } : { label: name, value: text }]
}

function isFull(rows: Detail[]): boolean {
  return rows.length >= MAX_ROWS || rows.reduce((sum, row) => sum + row.value.length, 0) > MAX_CHARACTERS
}

function collect(value: unknown, path: string[], recipient: Recipient, rows: Detail[]): void {
  if (isFull(rows)) return
  if (Array.isArray(value)) {
    if (!value.some((entry) => typeof entry === 'object' && entry !== null)) {
      const text = value
        .slice(0, MAX_VALUE)
        .map((entry) => when(entry, recipient))
        .filter(Boolean)
      rows.push(...detail(path.join(' · '), text.join(', ')))
    } else if (path.length < MAX_DEPTH) {
      value.slice(0, MAX_FIELDS).forEach((entry, index) => {
        collect(entry, [...path, String(index + 1)], recipient, rows)
      })
    } else {
      rows.push(...detail(path.join(' · '), JSON.stringify(value)))
    }
  } else if (isRecord(value)) {
    if (path.length >= MAX_DEPTH) rows.push(...detail(path.join(' · '), JSON.stringify(value)))
    else
      for (const [key, entry] of Object.entries(value).slice(0, MAX_FIELDS)) {
        collect(entry, [...path, label(key)], recipient, rows)
      }
  } else {
    rows.push(...detail(path.join(' · '), value, recipient))
  }
}

/**
 * The rows of objects of unknown shape: nested fields by their path, lists of scalars in one row, times in
 * the recipient's zone. Ends with a row that says so when there is more than a mail can hold.
 */
export function detailsOf(objects: Record<string, unknown>[], recipient: Recipient): Detail[] {
  const rows: Detail[] = []
  for (const object of objects) collect(object, [], recipient, rows)
  const cut = objects.some((object) => Object.keys(object).length > MAX_FIELDS)
  if (!isFull(rows) && !cut) return rows
  return [...rows.slice(0, MAX_ROWS), { label: 'More', value: 'Further fields may be left out here' }]
}
