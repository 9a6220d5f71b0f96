import type { Issue } from '#server/errors.ts'
import type { Compiled } from '#server/templates/compile/format.ts'
import { headerLine } from './escape.ts'
import type { Reader } from './filters.ts'
import { prepare, type Write } from './prepare.ts'
import { ROOM, Run, TooLarge, type Values } from './run.ts'

export type { Reader } from './filters.ts'
export type { Values } from './run.ts'

export type CompiledOutcome = { subject: string; html: string; text: string } | { issues: Issue[] }

type Prepared = Record<'subject' | 'html' | 'text', Write>

/** By the template as it was loaded: those of versions that are forgotten go with them. */
const prepared = new WeakMap<Compiled, Prepared>()

function preparedOf(compiled: Compiled): Prepared {
  let found = prepared.get(compiled)
  if (!found) {
    const { subject, html, text } = compiled
    found = { subject: prepare(subject), html: prepare(html), text: prepare(text) }
    prepared.set(compiled, found)
  }
  return found
}

const NOBODY: Reader = { locale: 'en', timezone: null }

/**
 * Puts a compiled template together with its values: nothing is evaluated, each value is escaped for where it stands.
 * `reader`: in which language and time zone numbers and dates are written; English and UTC without one.
 * `issues`: the values that are missing or are no text, by their path in the data; without a path, that it is too large.
 */
export function renderCompiled(compiled: Compiled, values: Values, reader: Reader = NOBODY): CompiledOutcome {
  return put(compiled, new Run(values, reader, false))
}

/**
 * The same with every value escaped as React does, wherever it stands: what `renderConcrete` gives must be the same, but
 * for the empty comments (`<!-- -->`) that React writes between texts. Never to be sent.
 */
export function renderForComparison(compiled: Compiled, values: Values, reader: Reader): CompiledOutcome {
  return put(compiled, new Run(values, reader, true))
}

function put(compiled: Compiled, run: Run): CompiledOutcome {
  const { subject, html, text } = preparedOf(compiled)
  try {
    const rendered = {
      subject: headerLine(subject(run)).trim(),
      html: html(run),
      text: text(run),
    }
    return run.issues.size === 0 ? rendered : { issues: [...run.issues.values()] }
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error
    return {
      issues: [{ path: '', message: `makes a mail of more than ${ROOM / 1_000_000} million characters` }],
    }
  }
}
