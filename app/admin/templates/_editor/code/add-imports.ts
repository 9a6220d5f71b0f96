import type { ChangeSpec } from '@codemirror/state'

/** The changes that make these names imported, for a file that may have some already. Positions are of `code`. */
export function importChanges(
  code: string,
  needs: Readonly<Record<string, readonly string[]>>,
): ChangeSpec[] {
  return Object.entries(needs).flatMap(([module, names]): ChangeSpec[] => {
    const found = new RegExp(`import\\s*\\{([^}]*)\\}\\s*from\\s*['"]${module}['"]`).exec(code)
    if (!found) return [{ from: 0, insert: `import { ${names.join(', ')} } from '${module}'\n` }]
    const inside = found[1] ?? ''
    const known = inside.split(',').map((part) => part.trim().split(/\s+as\s+/)[0])
    const missing = names.filter((name) => !known.includes(name))
    if (missing.length === 0) return []
    const kept = inside.trimEnd()
    const at = found.index + found[0].indexOf('{') + 1 + kept.length
    const comma = kept === '' || kept.endsWith(',') ? '' : ','
    return [{ from: at, insert: `${comma} ${missing.join(', ')}` }]
  })
}
