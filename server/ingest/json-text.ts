import type { Issue } from '#server/errors.ts'

// What JSON we take, whichever way it comes: the contract's "Bad input".

export const MAX_DEPTH = 64
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype'])

/** So many digits may be more than a double holds (2^53); few bodies have them, and a reviver costs time. */
const DIGITS = /\d{16}/

/** A whole number that would come out as another one becomes a string: ids of 64 bits are kept as they were sent. */
function exactly(_key: string, value: unknown, ...[context]: { source?: string }[]): unknown {
  const isInexact = Number.isInteger(value) && !Number.isSafeInteger(value)
  const source = context?.source ?? ''
  return isInexact && /^-?\d+$/.test(source) ? source : value
}

/** Throws SyntaxError. */
export const parseExactly = (text: string): unknown =>
  hasLongNumbers(text) ? JSON.parse(text, exactly) : JSON.parse(text)

/** Whether parsing may change a number of the text. */
export const hasLongNumbers = (text: string): boolean => DIGITS.test(text)

/** Counted on the text, before parsing: brackets outside of strings. */
export function isTooDeep(text: string): boolean {
  let depth = 0
  let inString = false
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (inString) {
      if (code === 92) i++
      else if (code === 34) inString = false
    } else if (code === 34) inString = true
    else if (code === 123 || code === 91) {
      if (++depth > MAX_DEPTH) return true
    } else if (code === 125 || code === 93) depth--
  }
  return false
}

/** The first string or number that can't be kept (PostgreSQL's jsonb has no NUL, JSON no infinity), or key that could reach an object's prototype. */
export function firstIssue(value: unknown, path = ''): Issue | null {
  if (typeof value === 'string') {
    if (value.includes('\u0000')) return { path, message: 'contains a NUL character' }
    return value.isWellFormed() ? null : { path, message: 'contains half a surrogate pair' }
  }
  if (typeof value === 'number' && !Number.isFinite(value)) return { path, message: 'is too large a number' }
  if (typeof value !== 'object' || value === null) return null
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) {
      const issue = firstIssue(item, `${path}[${i}]`)
      if (issue) return issue
    }
    return null
  }
  for (const key of Object.keys(value)) {
    const at = path ? `${path}.${key}` : key
    if (FORBIDDEN_KEYS.has(key)) return { path: at, message: 'is not allowed as a name' }
    if (key.includes('\u0000') || !key.isWellFormed()) return { path: at, message: 'is not a valid name' }
    const issue = firstIssue((value as Record<string, unknown>)[key], at)
    if (issue) return issue
  }
  return null
}
