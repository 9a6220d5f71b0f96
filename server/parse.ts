import type { z } from 'zod'
import { DomainError, type Issue } from './errors.ts'

/**
 * What the schema makes of the input. Throws `bad_input` with an issue per bad field (`items[0].price`), its path
 * below `under` (`data`).
 */
export function parse<S extends z.ZodType>(schema: S, input: unknown, under?: string): z.output<S> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.flatMap((issue): Issue[] => {
    const path = under === undefined ? issue.path : [under, ...issue.path]
    if (issue.code !== 'unrecognized_keys') {
      return [{ path: pathOf(path), message: wordsOf(issue.message, valueAt(input, issue.path)) }]
    }
    return issue.keys.map((key) => ({ path: pathOf([...path, key]), message: 'is not known' }))
  })
  // Of a field the first says enough: zod finds `[]`, sent for a text, to be of a wrong type and too short.
  const first = new Map(issues.toReversed().map((issue) => [issue.path, issue]))
  throw badInput(issues.filter((issue) => first.get(issue.path) === issue))
}

/** The error that names these fields. */
export function badInput(issues: readonly Issue[]): DomainError {
  const [first] = issues
  const words = first ? `${first.path || 'the input'}: ${first.message}` : 'The input is not valid.'
  return new DomainError('bad_input', words, issues)
}

/** A field that is not there is said to be missing; zod tells of the type that `undefined` is not. */
const wordsOf = (message: string, value: unknown): string =>
  value === undefined ? 'is required' : message.replace(/^Invalid input: /, '')

/** Below what holds nothing a schema may look for something it made of it (a list, of `SENT,FAILED`): that is there. */
const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[step] : value,
    input,
  )

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part),
    '',
  )
}
