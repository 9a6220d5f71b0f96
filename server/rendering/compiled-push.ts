import {
  type Compiled,
  type CompiledPush,
  pushParts,
  type Segment,
} from '#server/templates/compile/format.ts'
import type { CompiledOutcome, Values } from './compiled.ts'
import { headerLine } from './escape.ts'
import type { Reader } from './filters.ts'
import { prepare, type Write } from './prepare.ts'
import { openable, type PushWords, pushFromMail } from './push-words.ts'
import { Run } from './run.ts'

/** By the template as it was loaded. */
const prepared = new WeakMap<Compiled, Partial<Record<keyof CompiledPush, Write>>>()

function preparedOf(compiled: Compiled): Partial<Record<keyof CompiledPush, Write>> {
  let found = prepared.get(compiled)
  if (!found) {
    const parts = pushParts.flatMap((name): [string, Segment[]][] => {
      const segments = compiled.push?.[name]
      return segments ? [[name, segments]] : []
    })
    found = Object.fromEntries(parts.map(([name, segments]) => [name, prepare(segments)]))
    prepared.set(compiled, found)
  }
  return found
}

/**
 * What a compiled template says as a push message: what its locale says for it, the rest from the mail. `issues`: values
 * that are missing there, by their path in the data.
 */
export function renderCompiledPush(
  compiled: Compiled,
  mail: Exclude<CompiledOutcome, { issues: unknown }>,
  { values, reader, appUrl }: { values: Values; reader: Reader; appUrl: string },
): PushWords | Pick<Extract<CompiledOutcome, { issues: unknown }>, 'issues'> {
  const words = pushFromMail(mail, appUrl)
  if (!compiled.push) return words
  const run = new Run(values, reader, false)
  const own = preparedOf(compiled)
  const title = own.title && headerLine(own.title(run)).trim()
  const body = own.body?.(run).trim()
  const link = own.link ? openable(own.link(run)) : words.link
  const icon = own.icon ? openable(own.icon(run)) : null
  if (run.issues.size > 0) return { issues: [...run.issues.values()] }
  return { title: title || words.title, body: body || words.body, link, icon }
}
