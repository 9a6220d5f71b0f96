import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import type { Channel } from '#server/db/schema/deliveries.ts'
import { suppressionReasons } from '#server/db/schema/suppressions.ts'
import type { Condition } from '#server/db/schema/workflows.ts'
import type { PlanCategory, PlanInput, PlanRequest, PlanUser, PlanWorkflow } from '#server/planning/types.ts'
import { workflow as usual } from './planning.ts'

// Everything that planning may be given, odd things often: for tests of what holds whatever comes.

export const zones = Intl.supportedValuesOf('timeZone')

const changes = new Map<string, number[]>()
/** When a zone's clock is changed in 2026. */
export function changesOf2026(zone: string): number[] {
  const known = changes.get(zone)
  if (known) return known
  const found: number[] = []
  const start = Temporal.Instant.from('2026-01-01T00:00:00Z').toZonedDateTimeISO(zone)
  const end = Date.parse('2027-01-01T00:00:00Z')
  let next = start.getTimeZoneTransition('next')
  while (next && next.epochMilliseconds < end) {
    found.push(next.epochMilliseconds)
    next = next.getTimeZoneTransition('next')
  }
  changes.set(zone, found)
  return found
}

/** Null as often as `of` says, of `of + 1` times. */
const maybe = <T>(one: fc.Arbitrary<T>, of = 3) =>
  fc.oneof({ arbitrary: fc.constant(null), weight: of }, { arbitrary: one, weight: 1 })
const mostly = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null, freq: 20 })
const rarely = fc.oneof(
  { arbitrary: fc.constant(false), weight: 5 },
  { arbitrary: fc.constant(true), weight: 1 },
)
const timeOfDay = fc
  .nat({ max: 24 * 60 - 1 })
  .map((at) => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`)

export const quietHours = fc
  .record({ start: timeOfDay, end: timeOfDay })
  .filter(({ start, end }) => start !== end)

const on = rarely.map((off) => !off)
const switches = fc.record({ email: on, push: on }, { requiredKeys: [] })

const user: fc.Arbitrary<PlanUser> = fc
  .record({
    email: mostly(fc.constantFrom('ada@example.com', 'Ada@Example.com')),
    language: maybe(fc.constantFrom('de', 'de-AT', 'fr', 'en', 'zh-Hant-TW')),
    timezone: mostly(fc.constantFrom(...zones)),
    quiet: maybe(quietHours, 1),
    on: switches,
    chosen: fc.dictionary(fc.constantFrom('orders', 'offers', 'security'), switches),
    browsers: fc.nat({ max: 2 }),
  })
  .map(({ quiet, on, chosen, browsers, ...rest }) => ({
    ...{ id: 'u', externalId: 'P9', name: 'Ada', ...rest },
    preferences: {
      emailEnabled: on.email ?? true,
      pushEnabled: on.push ?? true,
      quietHoursStart: quiet?.start ?? null,
      quietHoursEnd: quiet?.end ?? null,
      categories: chosen,
    },
    pushEndpoints: Array.from({ length: browsers }, (_, n) => `https://push.example/${n}`),
  }))

const channels = fc.oneof(
  { arbitrary: fc.shuffledSubarray<Channel>(['email', 'push'], { minLength: 1 }), weight: 9 },
  { arbitrary: fc.constant<Channel[]>([]), weight: 1 },
)
const seconds = fc.integer({ min: 1, max: 3 * 86_400 })
const template = fc.record({
  version: fc.integer({ min: 1, max: 9 }),
  category: fc.constantFrom('orders', 'offers'),
  defaultLocale: maybe(fc.constantFrom('en', 'de')),
  locales: fc.constantFrom<string[][]>([], ['en'], ['de', 'fr']),
})

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    path: fc.constantFrom('order_total', 'customer_email', 'gone'),
    op: fc.constantFrom('eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'contains'),
    value: fc.constantFrom(50, '50', 'ada@example.com', true),
  }),
  fc.record({ path: fc.constantFrom('order_id', 'gone'), op: fc.constantFrom('exists', 'missing') }),
)

const workflow: fc.Arbitrary<PlanWorkflow> = fc
  .record({
    channels,
    category: fc.constantFrom('orders', 'offers', 'security'),
    template: mostly(template),
    recipients: fc.shuffledSubarray(
      [...usual.recipients, { kind: 'setting', name: 'ALERT_EMAIL' } as const],
      {
        minLength: 1,
      },
    ),
    critical: rarely,
    conditions: maybe(
      fc.record({
        match: fc.constantFrom('all', 'any'),
        rules: fc.array(condition, { minLength: 1, maxLength: 3 }),
      }),
    ),
    delayS: maybe(seconds),
    throttle: maybe(fc.record({ max: fc.integer({ min: 1, max: 4 }), perS: seconds })),
    duplicates: maybe(fc.record({ windowS: seconds, path: maybe(fc.constantFrom('order_id', 'gone')) })),
    digest: maybe(
      fc.oneof(
        fc.record({ until: fc.constant('window' as const), windowS: seconds }),
        fc.constant({ until: 'quiet_hours_end' as const }),
      ),
    ),
    fallback: maybe(fc.record({ afterS: seconds, unless: fc.constantFrom('delivered', 'seen') }), 1),
  })
  .map((changes) => ({ ...usual, ...changes }))

const request: fc.Arbitrary<PlanRequest> = fc.record({
  user: fc.constantFrom('P9', 'P9', 'P9', 'P10'),
  channels,
  templateKey: fc.constant('WELCOME'),
  category: maybe(fc.constantFrom('offers', 'security')),
  template: mostly(template),
})

const category = fc.record({
  required: rarely,
  defaults: fc.record({ email: on, push: on }),
  unsubscribable: fc.boolean(),
  critical: rarely,
})

const DAY = 86_400_000
/** Milliseconds from now, before and after. */
const away = fc.integer({ min: -DAY, max: 2 * DAY })

export const planInputs: fc.Arbitrary<PlanInput> = fc
  .record({
    now: fc
      .integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-01-01') })
      .map((at) => new Date(at)),
    user: mostly(user),
    data: fc.record(
      {
        customer_email: fc.constantFrom('bob@example.com', 'ada@example.com', 'no address'),
        user_id: fc.constantFrom('P9', 'P9', 'P9', 'u', 'P10', 'somebody@example.com'),
        order_total: fc.constantFrom(49, 50, '51'),
        order_id: fc.constantFrom('A1', 7),
      },
      { requiredKeys: [] },
    ),
    addressee: maybe(fc.constantFrom('P9', 'P9', 'P10', 'eve@example.org'), 1),
    workflows: fc.oneof(
      { arbitrary: fc.array(workflow, { minLength: 1, maxLength: 3 }), weight: 9 },
      { arbitrary: fc.constant<PlanWorkflow[]>([]), weight: 1 },
    ),
    request: maybe(request),
    accepted: fc.integer({ min: -DAY, max: 0 }),
    scheduled: maybe(away),
    expires: maybe(away),
    category,
    count: fc.nat({ max: 5 }),
    isDuplicate: rarely,
    openDigest: maybe(away, 1),
    suppression: maybe(fc.constantFrom(...suppressionReasons)),
    optOuts: fc.constantFrom<string[][]>([], [], [], ['orders'], ['offers', 'security']),
    allowTo: maybe(fc.constantFrom(['@example.com'], ['eve@example.org'])),
    alertEmail: maybe(fc.constant('ops@example.com'), 1),
    defaultTimezone: fc.constantFrom('UTC', 'America/New_York', 'Pacific/Chatham'),
  })
  .map(({ now, user: known, ...given }) => {
    const at = (ms: number | null) => (ms === null ? null : new Date(now.getTime() + ms))
    const named: PlanCategory = { key: '', name: '', ...given.category }
    return {
      now,
      notification: {
        eventType: 'ORDER_CREATED',
        source: 'api',
        data: given.data,
        addressee: given.addressee,
        request: given.request,
        acceptedAt: new Date(now.getTime() + given.accepted),
        scheduledAt: at(given.scheduled),
        expiresAt: at(given.expires),
      },
      workflows: given.request
        ? []
        : given.workflows.map((one, n) => ({ ...one, id: `w${n}`, key: `key-${n}` })),
      findUser: (value) => (value === 'P9' || value === 'u' ? known : null),
      findUserByEmail: (address) => (known?.email?.toLowerCase() === address.toLowerCase() ? known : null),
      findSuppression: (channel) =>
        given.suppression && channel === 'email'
          ? { reason: given.suppression, detail: '550 <ada@example.com> is gone', since: new Date(0) }
          : null,
      findOptOuts: () => given.optOuts,
      findCategory: (key) => ({ ...named, key, name: `The ${key}` }),
      history: {
        countSince: () => given.count,
        duplicateSince: () => (given.isDuplicate ? { notificationId: 'n', at: now } : null),
        openDigest: () => {
          const dueAt = at(given.openDigest)
          return dueAt && dueAt > now ? { dueAt } : null
        },
      },
      settings: {
        alertEmail: given.alertEmail,
        allowTo: given.allowTo,
        defaultLocale: 'en',
        defaultTimezone: given.defaultTimezone,
      },
    }
  })
