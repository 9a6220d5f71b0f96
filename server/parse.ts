import type { z } from 'zod'
import { DomainError } from './errors.ts'

/** What the schema makes of the input. Throws `bad_input` with an issue per bad field (`items[0].price`). */
export function parse<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw new DomainError(
    'bad_input',
    'The input is not valid.',
    parsed.error.issues.map(({ path, message }) => ({ path: pathOf(path), message })),
  )
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part),
    '',
  )
}
