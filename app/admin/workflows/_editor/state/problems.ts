import { sentence } from '#app/_trpc/field-error.ts'
import { type WorkflowDefinition, workflowDefinition } from '#server/workflows/schemas.ts'

/** What is wrong with a field, by its path (`conditions.rules[0].path`). */
export type Problems = ReadonlyMap<string, string>

const pathOf = (path: readonly PropertyKey[]) =>
  path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part),
    '',
  )

const valueAt = (root: unknown, path: readonly PropertyKey[]) =>
  path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[step] : undefined,
    root,
  )

/**
 * The definition as it would be saved, or what is wrong with it. Of a field that is still empty nothing is said before
 * `everything` is asked for: who has just added it knows.
 */
export function checked(
  definition: WorkflowDefinition,
  everything: boolean,
): { value: WorkflowDefinition | null; problems: Problems } {
  const parsed = workflowDefinition.safeParse(definition)
  if (parsed.success) return { value: parsed.data, problems: new Map() }
  const problems = new Map<string, string>()
  for (const { path, message } of parsed.error.issues) {
    const value = valueAt(definition, path)
    if (!everything && (value === '' || value === 0)) continue
    const named = pathOf(path)
    if (!problems.has(named)) problems.set(named, sentence(message.replace(/^Invalid input: /, '')))
  }
  return { value: null, problems }
}
