import type { Condition, Repeat } from '../../../../../emails/_studio/visual/types.ts'

/** A condition as a person says it: `if order.express`, `if status is not “paid”`. */
export function conditionInWords({ path, is, not }: Condition): string {
  if (!path) return 'if … (choose a variable)'
  if (is === null || is === undefined) return not ? `if there is no ${path}` : `if there is ${path}`
  const value = typeof is === 'string' ? `“${is}”` : String(is)
  return `if ${path} is ${not ? 'not ' : ''}${value}`
}

export const repeatInWords = ({ path, as }: Repeat): string =>
  path ? `for each ${as} of ${path}` : 'for each … (choose a list)'
