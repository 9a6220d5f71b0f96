import type { Condition, Conditions } from '#server/db/schema/workflows.ts'
import { valueAt } from './paths.ts'

type Scalar = string | number | boolean

/** Whether an event has what a workflow asks for, and each thing that was looked at, in words. */
export function meets(
  conditions: Conditions,
  data: Record<string, unknown>,
): { holds: boolean; texts: string[] } {
  const looks = conditions.rules.map((rule) => ({ holds: holds(rule, data), text: told(rule, data) }))
  const passed = looks.filter((look) => look.holds)
  const all = conditions.match === 'all'
  const met = all ? passed.length === looks.length : looks.length === 0 || passed.length > 0
  // What decided: the ones that hold when it is met, else the ones that don't.
  const telling = looks.filter((look) => look.holds === met)
  return { holds: met, texts: telling.map(({ text }) => text) }
}

/** Whether one condition holds. What is missing meets nothing but `missing` and `neq`. */
function holds(rule: Condition, data: Record<string, unknown>): boolean {
  const value = valueAt(data, rule.path)
  const isMissing = value === undefined || value === null || value === ''
  switch (rule.op) {
    case 'exists':
      return !isMissing
    case 'missing':
      return isMissing
    case 'eq':
      return isEqual(value, rule.value)
    case 'neq':
      return !isEqual(value, rule.value)
    case 'in':
      return rule.value.some((one) => isEqual(value, one))
    case 'contains':
      return Array.isArray(value)
        ? value.some((one) => isEqual(one, rule.value))
        : typeof value === 'string' && value.includes(String(rule.value))
    default: {
      const order = compare(value, rule.value)
      if (order === null) return false
      if (rule.op === 'gt') return order > 0
      if (rule.op === 'gte') return order >= 0
      return rule.op === 'lt' ? order < 0 : order <= 0
    }
  }
}

/** The number that a value is, also when it came as text; null: it is none. */
function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'string' || !/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)) return null
  return Number(value)
}

/** Long ids are digits too: as numbers, those beyond 2^53 would be taken for their neighbours. */
const isExact = (value: number) => Math.abs(value) <= Number.MAX_SAFE_INTEGER

function isEqual(value: unknown, wanted: Scalar): boolean {
  if (value === wanted) return true
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return false
  if (String(value) === String(wanted)) return true
  const [a, b] = [numberOf(value), numberOf(wanted)]
  return a !== null && a === b && isExact(a)
}

/** Below 0, 0 or above: numbers as numbers, other texts (dates of ISO 8601) by their letters; null: not comparable. */
function compare(value: unknown, wanted: Scalar): number | null {
  const [a, b] = [numberOf(value), numberOf(wanted)]
  if (a !== null && b !== null) return a - b
  if (a !== null || b !== null || typeof value !== 'string' || typeof wanted !== 'string') return null
  return value < wanted ? -1 : value > wanted ? 1 : 0
}

const signs: Record<Condition['op'], string> = {
  exists: 'is there',
  missing: 'is missing',
  eq: 'is',
  neq: 'is not',
  gt: '>',
  gte: '≥',
  lt: '<',
  lte: '≤',
  contains: 'contains',
  in: 'is one of',
}

function told(rule: Condition, data: Record<string, unknown>): string {
  const value = valueAt(data, rule.path)
  const operand = 'value' in rule ? ` ${[rule.value].flat().map(quoted).join(', ')}` : ''
  const isMissing = value === undefined || value === null || value === ''
  const asksForIt = rule.op === 'exists' || rule.op === 'missing'
  const actual = isMissing ? 'it is missing' : asksForIt ? 'it is there' : shown(rule.path, value)
  return `${rule.path} ${signs[rule.op]}${operand}${actual && `: ${actual}`}`
}

const quoted = (value: Scalar): string => {
  if (typeof value !== 'string' || numberOf(value) !== null) return String(value)
  return value.includes('@') ? '“…”' : `“${value}”`
}

/** What is kept of how it was decided outlives what it was decided by: nothing of a person, and no secret. */
const PRIVATE =
  /name|mail|phone|mobile|address|street|city|birth|code|iban|\b(otp|pin|tel|zip)\b|pass|token|secret/i
/** The words of a path, what it is in first: `customer.fullName.last` is a name. */
const wordsOf = (path: string) => path.replace(/[_.-]|(?<=[a-z])(?=[A-Z])/g, ' ')

/** What stands there, in words; empty where that is nobody's business. */
function shown(path: string, value: unknown): string {
  if (Array.isArray(value)) return `it has ${value.length} ${value.length === 1 ? 'entry' : 'entries'}`
  if (typeof value === 'object') return 'it is an object'
  if (PRIVATE.test(wordsOf(path))) return ''
  if (typeof value !== 'string') return `it is ${String(value)}`
  return /^[\w.:+-]{1,40}$/.test(value) ? `it is ${quoted(value)}` : ''
}
