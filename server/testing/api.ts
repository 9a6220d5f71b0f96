import { pino } from 'pino'
import { createApiKey } from '#server/api-keys/create.ts'
import { systemClock } from '#server/clock.ts'
import { createDatabase, type Database } from '#server/db/client.ts'
import type { Scope } from '#server/db/schema/access.ts'
import { createApi } from '#server/http/api.ts'
import { clientAddressHeader } from '#server/http/client-address.ts'
import type { ApiDeps, ApiSettings } from '#server/http/types.ts'
import { createIngest } from '#server/ingest/accept.ts'
import { createRenderer } from '#server/rendering/renderer.ts'
import { createLiveSources } from '#server/sources/live.ts'
import { createSourceTraffic } from '#server/sources/traffic.ts'
import type { Logger } from '#server/telemetry/logger.ts'

/** A logger that says nothing. */
export const silent = (): Logger => pino({ level: 'silent' })

/** Seals what tests keep. */
export const APP_SECRET = 'a-secret-of-tests-that-is-long-enough'

export interface TestApi {
  db: Database
  /** One request to the API, in process. A body that is no string and no bytes is sent as JSON. */
  call(
    method: string,
    path: string,
    options?: {
      body?: unknown
      key?: string | null
      headers?: Record<string, string>
      /** The address that it comes from. */
      from?: string
    },
  ): Promise<{ status: number; headers: Headers; body: Answer }>
}

/** An answer's body, as tests look at it. */
export interface Answer {
  [field: string]: unknown
  data?: { [field: string]: unknown; issues?: { path: string; message: string }[] }
  issues?: { path: string; message: string }[]
  message?: string
  detail?: string
  trace_id?: string
}

type TestDeps = Partial<Omit<ApiDeps, 'settings'>> & { settings?: () => Partial<ApiSettings> }

const settingsByDefault: ApiSettings = {
  appUrl: 'http://posthorn.test',
  internalApiSecret: null,
  alertEmail: null,
  resendWebhookSecret: null,
  openEndpoints: [],
  openFrom: ['127.0.0.0/8', '10.0.0.0/8'],
  trustProxy: false,
}

/** The public API (or these `routes`) on a test's database. `key`: what `call` sends unless told otherwise; null: none. */
export function testApi(
  db: Database,
  key: string | null,
  { settings, ...overrides }: TestDeps = {},
  routes?: Parameters<typeof createApi>[1],
): TestApi {
  const ingest = createIngest(db)
  const sources = createLiveSources(
    () => db,
    () => APP_SECRET,
  )
  const traffic = createSourceTraffic(
    () => db,
    () => undefined,
  )
  const deps: ApiDeps = {
    db: () => db,
    ingest: () => ingest,
    sources: () => sources,
    sourceTraffic: () => traffic,
    renderer: () =>
      createRenderer(
        db.orm,
        { name: 'Posthorn', url: 'https://posthorn.test' },
        (address) => `https://posthorn.test/u/${address}`,
      ),
    log: silent,
    clock: systemClock,
    settings: () => ({ ...settingsByDefault, ...settings?.() }),
    planning: () => ({ alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' }),
    ...overrides,
  }
  const api = createApi(deps, routes)
  return {
    db,
    async call(method, path, options = {}) {
      const sent = options.key === undefined ? key : options.key
      const headers = new Headers({
        ...(options.body !== undefined && { 'content-type': 'application/json' }),
        ...(sent !== null && { authorization: `Bearer ${sent}` }),
        [clientAddressHeader()]: options.from ?? '203.0.113.7',
        ...options.headers,
      })
      const response = await api.fetch(
        new Request(`http://posthorn.test${path}`, {
          method,
          headers,
          ...(options.body !== undefined && { body: toBody(options.body) }),
        }),
      )
      const text = await response.text()
      return {
        status: response.status,
        headers: response.headers,
        body: toAnswer(text, response.headers),
      }
    },
  }
}

/** JSON as it says; any other text as `text`. */
function toAnswer(text: string, headers: Headers): Answer {
  if (text === '') return {}
  return headers.get('content-type')?.startsWith('text/plain') ? { text } : JSON.parse(text)
}

const toBody = (body: unknown): string | Uint8Array<ArrayBuffer> =>
  typeof body === 'string' ? body : body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body)

/** A key with these scopes, as its owner sees it. */
export async function apiKey(db: Database, scopes: Scope[] = ['ingest', 'read']): Promise<string> {
  const { key } = await createApiKey(
    { db, clock: systemClock, actor: { kind: 'system' } },
    { name: 'shop', scopes },
  )
  return key
}

/** A database that nobody answers for: nothing listens on that port. */
export function awayDatabase(): Database {
  return createDatabase({
    url: 'postgres://nobody@127.0.0.1:9/none',
    schema: 'posthorn',
    applicationName: 'tests',
    max: 1,
  })
}

/** The examples of the contract, as they are posted. */
export const order = {
  type: 'ORDER_CREATED',
  data: { order_id: '123', order_total: 599, customer_email: 'user@example.com' },
}
export const appointment = {
  event_type: 'APPOINTMENT_CREATED',
  appointment_id: 'A123',
  patient_id: 'P9',
  doctor_id: 'D7',
  status: 'created',
}
