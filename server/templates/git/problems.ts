import { placeholdersOf } from '../compile/placeholders.ts'
import type { GitTemplate } from '../git-manifest.ts'
import type { Problem } from '../problem.ts'
import type { GitSource } from '../sources.ts'

/** What of a git template's texts in one locale would not be sent as its author means it. */
export function gitProblems(
  { strings }: Pick<GitTemplate, 'strings'>,
  source: GitSource,
  locale: string,
): Problem[] {
  const own = new Map(strings.map(({ name, text }) => [name, text]))
  return Object.entries(source.strings).flatMap(([name, text]): Problem[] => {
    const where = { field: 'strings' as const, name }
    const inCode = own.get(name)
    if (inCode === undefined) {
      const message = `The code has no text “${name}” any more: it is left out when this is published.`
      return [{ severity: 'warning', message, locale, where }]
    }
    if (text.trim() === '') {
      return [{ severity: 'warning', message: `The text “${name}” is empty.`, locale, where }]
    }
    const known = placeholdersOf(inCode).map(({ path }) => path.join('.'))
    const named = placeholdersOf(text)
    // `{name}` alone: these texts know no fallbacks.
    const unknown = named.filter(
      ({ path, start, end }) =>
        !known.includes(path.join('.')) || text.slice(start, end) !== `{${path.join('.')}}`,
    )
    const left = known.filter((one) => named.every(({ path }) => path.join('.') !== one))
    return [
      ...unknown.map(({ start, end }): Problem => {
        const offered = known.map((one) => `{${one}}`).join(', ') || 'none'
        const message = `“${text.slice(start, end)}” in “${name}” is no value of this text (${offered}): it would be sent as it is written.`
        return { severity: 'error', message, locale, where: { ...where, column: start + 1 } }
      }),
      ...left.map((one): Problem => {
        const message = `“${name}” does not say {${one}}, which the code's text says.`
        return { severity: 'warning', message, locale, where }
      }),
    ]
  })
}
