/**
 * The steps of a path into JSON: dotted names, `[0]` into arrays, `["odd.name"]` for names with dots or brackets.
 * Null when the text is no path.
 */
export function parsePath(path: string): readonly string[] | null {
  const steps: string[] = []
  const step = /(?:^|(?!^)\.)([^.[\]"]+)|\[(\d{1,9})\]|\[("(?:[^"\\]|\\.)*")\]/y
  while (step.lastIndex < path.length) {
    const match = step.exec(path)
    if (!match) return null
    const [, name, index, quoted] = match
    try {
      steps.push(name ?? index ?? (JSON.parse(quoted ?? '') as string))
    } catch {
      return null
    }
  }
  return steps.length > 0 && steps.every((one) => one.trim() !== '') ? steps : null
}

/** What stands there; undefined for nothing. Only own properties are followed, and arrays by number. */
export function valueAt(data: unknown, steps: readonly string[]): unknown {
  let value = data
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    if (Array.isArray(value) && !/^\d+$/.test(step)) return undefined
    value = (value as Record<string, unknown>)[step]
  }
  return value
}
