/** The value at a dotted path; undefined when there is none. Only own properties are followed. */
export function valueAt(data: unknown, path: string): unknown {
  let value = data
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<string, unknown>)[step]
  }
  return value
}

/** The value at a dotted path, as text; null when there is none, or it is neither a text nor a number. */
export function textAt(data: unknown, path: string): string | null {
  const value = valueAt(data, path)
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}
