import { createLoader, parseAsIsoDateTime, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { parseAsId } from '#app/_components/url-parsers.ts'
import type { SourceKind } from '#server/db/schema/notifications.ts'

export const sourceKinds = [
  'api',
  'webhook',
  'kafka',
  'sql',
  'dashboard',
  'send-notification',
] as const satisfies readonly SourceKind[]

/** What the page's address holds: all but the payload, which may be large and personal. */
export const explainParsers = {
  /** A user's id or an e-mail address; null: whom the workflow finds. */
  user: parseAsString,
  type: parseAsString,
  source: parseAsStringLiteral(sourceKinds),
  /** Which one of its kind. */
  name: parseAsString,
  /** Null: now. */
  at: parseAsIsoDateTime,
  /** Where the rest is taken from while nothing else is said. */
  notification: parseAsId,
}

export const loadExplainState = createLoader(explainParsers)
