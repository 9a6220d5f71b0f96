import { declaredPaths, type Variables } from '../compile/declared.ts'
import { ITEM, type UsedVariable } from '../compile/used.ts'
import type { Problem } from '../problem.ts'
import type { CheckDefinition } from './definition.ts'
import { schemaAt } from './sample-data.ts'
import { BUILT_IN, stepsText } from './uses.ts'

/** What the template uses is declared, and what it is promised is used. */
export const variables: CheckDefinition = {
  id: 'variables',
  title: 'Every variable is used and declared',
  find: ({ draft, locales }) => {
    if (draft.kind === 'git') return { problems: [], skipped: 'Its variables are declared in the code.' }
    const used = locales.flatMap(({ locale, used: all }) =>
      all
        .filter(({ path: [first = ''] }) => !BUILT_IN.has(first) || schemaAt(draft.variables, [first]))
        .map((one) => ({ ...one, locale })),
    )
    const names = [...new Set(used.map(({ path }) => stepsText(path)))]
    const detail = names.length === 0 ? 'It uses none.' : `It uses ${names.slice(0, 20).join(', ')}.`
    if (!draft.variables) return { problems: withoutSchema(names), detail }
    return { problems: [...undeclared(draft.variables, used), ...unused(draft.variables, used)], detail }
  },
}

const withoutSchema = (names: readonly string[]): Problem[] =>
  names.length === 0
    ? []
    : [
        {
          severity: 'warning',
          message: `No variable is declared; whoever sends events can’t see what is needed: ${names.slice(0, 20).join(', ')}`,
          where: { field: 'variables' },
        },
      ]

function undeclared(schema: Variables, used: readonly (UsedVariable & { locale: string })[]): Problem[] {
  return used
    .filter(({ path }) => !isDeclared(schema, path))
    .map(({ path, where, locale }) => ({
      severity: 'error',
      message: `“${stepsText(path)}” is used, but not declared: declare it, or mend its name`,
      locale,
      where: where ?? { field: 'variables', name: stepsText(path) },
    }))
}

/** Of an object or a list whose insides the schema does not describe, anything may be in it. */
function isDeclared(schema: Variables, path: readonly string[]): boolean {
  for (let i = 0; i < path.length; i++) {
    const holder = schemaAt(schema, path.slice(0, i))
    if (!holder) return i > 0
    const isOpen = path[i] === ITEM ? holder.items === undefined : holder.properties === undefined && i > 0
    if (isOpen) return true
    const inside =
      path[i] === ITEM ? holder.items : (holder.properties as Record<string, unknown> | undefined)
    if (path[i] !== ITEM && !(inside && Object.hasOwn(inside as object, path[i] ?? ''))) return false
  }
  return true
}

/** Required ones alone: an optional variable may be there for another version or language. */
function unused(schema: Variables, used: readonly UsedVariable[]): Problem[] {
  const names = new Set(used.flatMap(({ path }) => path.map((_, i) => stepsText(path.slice(0, i + 1)))))
  const isRequired = (path: readonly string[]) =>
    path.every((name, i) => {
      const required = schemaAt(schema, path.slice(0, i))?.required
      return Array.isArray(required) && required.includes(name)
    })
  return declaredPaths(schema)
    .filter((path) => isRequired(path) && !names.has(stepsText(path)))
    .filter(
      (path) =>
        !path.some(
          (_, i) => i > 0 && used.some((one) => stepsText(one.path) === stepsText(path.slice(0, i))),
        ),
    )
    .map((path) => ({
      severity: 'warning',
      message: `“${path.join('.')}” is required, but not used`,
      where: { field: 'variables', name: path.join('.') },
    }))
}
