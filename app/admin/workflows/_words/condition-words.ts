import type { Condition } from '#server/db/schema/workflows.ts'

export type ConditionOp = Condition['op']

/** As a condition's sentence has it, and as one chooses it. */
export const opWords: Record<ConditionOp, { said: string; chosen: string }> = {
  eq: { said: 'is', chosen: 'is' },
  neq: { said: 'is not', chosen: 'is not' },
  gt: { said: '>', chosen: 'is more than' },
  gte: { said: '≥', chosen: 'is at least' },
  lt: { said: '<', chosen: 'is less than' },
  lte: { said: '≤', chosen: 'is at most' },
  contains: { said: 'contains', chosen: 'contains' },
  in: { said: 'is one of', chosen: 'is one of' },
  exists: { said: 'is there', chosen: 'is there' },
  missing: { said: 'is missing', chosen: 'is missing' },
}

/** `order_total > 100`, `currency is one of EUR, CHF`. */
export function conditionWords(rule: Condition): string {
  const operand = 'value' in rule ? ` ${[rule.value].flat().map(quoted).join(', ')}` : ''
  return `${rule.path || '…'} ${opWords[rule.op].said}${operand}`
}

const quoted = (value: string | number | boolean) => {
  if (typeof value !== 'string') return String(value)
  return value === '' ? '…' : /^[\w.+-]+$/.test(value) ? value : `“${value}”`
}

/** What was typed as the value it means: `100` is a number, `true` what it says, all else a text. */
export function typedValue(text: string): string | number | boolean {
  const trimmed = text.trim()
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true'
  // A long id keeps its digits, and `007` its zeros.
  return trimmed !== '' && String(Number(trimmed)) === trimmed ? Number(trimmed) : text
}

/** The condition with another comparison; what was typed as its value stays where it can. */
export function withOp(rule: Condition, op: ConditionOp): Condition {
  const { path } = rule
  if (op === 'exists' || op === 'missing') return { path, op }
  const before = 'value' in rule ? [rule.value].flat() : []
  if (op === 'in') return { path, op, value: before.length > 0 ? before : [''] }
  return { path, op, value: before[0] ?? '' }
}
