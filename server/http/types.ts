import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Hono } from 'hono'
import type { Clock } from '#server/clock.ts'
import type { Actor } from '#server/context.ts'
import type { Database } from '#server/db/client.ts'
import type { Env, OpenEndpoint } from '#server/env.ts'
import type { Ingest } from '#server/ingest/accept.ts'
import type { PlanSettings } from '#server/planning/types.ts'
import type { Renderer } from '#server/rendering/render-email.ts'
import type { LiveSources } from '#server/sources/live.ts'
import type { SourceTraffic } from '#server/sources/traffic.ts'
import type { Logger } from '#server/telemetry/logger.ts'

/** What the public API needs; `routes/*` take verbs and these. Made lazily: nothing connects before a request. */
export interface ApiDeps {
  db(): Database
  ingest(): Ingest
  sources(): LiveSources
  sourceTraffic(): SourceTraffic
  renderer(): Promise<Renderer>
  log(): Logger
  clock: Clock
  settings(): ApiSettings
  planning(): PlanSettings
}

/** What the API takes from the environment. */
export interface ApiSettings {
  /** Without a slash at the end. */
  appUrl: string
  internalApiSecret: string | null
  alertEmail: string | null
  /** What Resend signs its events with (`whsec_…`); null: they are not listened to. */
  resendWebhookSecret: string | null
  /** Open without a key to callers from `openFrom` (networks in CIDR form). */
  openEndpoints: readonly OpenEndpoint[]
  openFrom: readonly string[]
  /** What a scraper of `/metrics` may send instead of a key; null: none. */
  metricsToken?: string | null
  /** The VAPID keys that the environment gives; null or missing: those of the database. */
  vapid?: Env['push']['vapid']
  /** Whether the last entry of `X-Forwarded-For` is the client's address. */
  trustProxy: boolean
}

export interface ApiVariables {
  traceId: string
  /** Of the answer (`setHeader`). */
  headers: Record<string, string>
  actor: Actor
  /** The body as sent, once it was read. */
  bytes: Uint8Array
}

/** The app that the endpoints are added to. */
export type Api = Hono<ApiEnv>

export interface ApiEnv {
  /** In front of Next, Node's own request and answer. */
  Bindings: { incoming?: IncomingMessage; outgoing?: ServerResponse }
  Variables: ApiVariables
}
