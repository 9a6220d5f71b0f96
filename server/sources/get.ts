import { and, desc, eq } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { idTime } from '#server/db/ids.ts'
import { notifications } from '#server/db/schema/notifications.ts'
import {
  type SourceAuth,
  type SourceMapping,
  sourceRefusals,
  webhookSources,
} from '#server/db/schema/sources.ts'
import { parse } from '#server/parse.ts'
import { unknownSource } from './change.ts'
import { EVENTS } from './list.ts'
import { type SourceKeyInput, sourceKeyInput } from './schemas.ts'
import { isLive } from './secrets.ts'

const HOUR_MS = 60 * 60 * 1000
const HOURS = 24
const SHOWN = 10

/**
 * One webhook source: how it is set up, its last events and refusals, and its traffic by hour. Of its secrets only that
 * they are there. Throws `forbidden` or `not_found`.
 */
export async function getSource(ctx: Context, raw: SourceKeyInput) {
  authorise(ctx.actor, 'read')
  const { key } = parse(sourceKeyInput, raw)
  const { orm } = ctx.db
  const now = ctx.clock.now()
  const setup = key === EVENTS ? builtIn : await ownSource(ctx, key, now)
  const events = await orm
    .select({
      id: notifications.id,
      status: notifications.status,
      statusReason: notifications.statusReason,
      eventType: notifications.eventType,
      recipient: notifications.recipient,
      createdAt: notifications.createdAt,
    })
    .from(notifications)
    .where(and(eq(notifications.source, 'webhook'), eq(notifications.sourceName, key)))
    .orderBy(desc(notifications.id))
    .limit(SHOWN)
  const refusals = await orm
    .select()
    .from(sourceRefusals)
    .where(eq(sourceRefusals.sourceKey, key))
    .orderBy(desc(sourceRefusals.id))
    .limit(SHOWN)
  return {
    key,
    ...setup,
    events,
    refusals: refusals.map(({ id, status, reason, traceId }) => ({
      id,
      status,
      reason,
      traceId,
      at: idTime(id),
    })),
    traffic: await trafficByHour(ctx, key, now),
  }
}

interface Setup {
  name: string
  builtIn: boolean
  auth: SourceAuth
  enabled: boolean
  mapping: SourceMapping
  rateLimit: number | null
  /** Newest first; the times as ISO text. */
  secrets: { id: string; createdAt: string; expiresAt: string | null }[]
}

const builtIn: Setup = {
  name: 'Events',
  builtIn: true,
  auth: 'key',
  enabled: true,
  mapping: {},
  rateLimit: null,
  secrets: [],
}

async function ownSource({ db }: Context, key: string, now: Date): Promise<Setup> {
  const [row] = await db.orm.select().from(webhookSources).where(eq(webhookSources.key, key))
  if (!row) throw unknownSource(key)
  const { name, auth, enabled, mapping, rateLimit } = row
  const secrets = row.secrets
    .filter((secret) => isLive(secret, now))
    .map(({ id, createdAt, expiresAt }) => ({ id, createdAt, expiresAt }))
  return { name, builtIn: false, auth, enabled, mapping, rateLimit, secrets }
}

/** The last 24 hours, each with what was taken and refused; the last one is the hour that runs. */
async function trafficByHour({ db }: Context, key: string, now: Date) {
  const last = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS
  const first = last - (HOURS - 1) * HOUR_MS
  const rows = await db.sql<{ hour: string; accepted: number; refused: number }[]>`
    select to_char(date_trunc('hour', minute), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as hour,
      sum(accepted)::int as accepted, sum(refused)::int as refused
    from source_traffic where source_key = ${key} and minute >= ${new Date(first).toISOString()}::timestamptz
    group by 1`
  const byHour = new Map(rows.map((row) => [Date.parse(row.hour), row]))
  return Array.from({ length: HOURS }, (_, hour) => {
    const from = first + hour * HOUR_MS
    const row = byHour.get(from)
    return {
      from: new Date(from),
      to: new Date(from + HOUR_MS),
      accepted: row?.accepted ?? 0,
      refused: row?.refused ?? 0,
    }
  })
}
