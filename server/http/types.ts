import type { Clock } from '#server/clock.ts'
import type { Actor } from '#server/context.ts'
import type { Database } from '#server/db/client.ts'
import type { Ingest } from '#server/ingest/accept.ts'
import type { Logger } from '#server/telemetry/logger.ts'

/** What the public API needs; `routes/*` take verbs and these. Made lazily: nothing connects before a request. */
export interface ApiDeps {
  db(): Database
  ingest(): Ingest
  log(): Logger
  clock: Clock
  settings(): { internalApiSecret: string | null; alertEmail: string | null }
}

export interface ApiVariables {
  traceId: string
  actor: Actor
}

export interface ApiEnv {
  Variables: ApiVariables
}
