import type postgres from 'postgres'
import type { Clock } from '#server/clock.ts'
import { type Database, inTransaction } from '#server/db/client.ts'
import { lowestId, lowestIdSince } from '#server/db/ids.ts'
import type { Channel } from '#server/db/schema/deliveries.ts'
import type { NotificationStatus, SourceKind } from '#server/db/schema/notifications.ts'
import { digestDataOf, isListed } from '#server/delivery/digest-data.ts'
import { eventData } from '#server/ingest/event-data.ts'
import { pushFromMail } from '#server/rendering/push-words.ts'
import type { App } from '#server/rendering/render-email.ts'
import type { RenderedWith } from '../render-with.ts'
import { hidden, hiddenPayload, pathsInEvents, sensitiveName } from './hide.ts'
import { renderHidden } from './render-hidden.ts'
import { sensitiveOf } from './versions.ts'

export interface EraseSensitiveDeps {
  db: Database
  clock: Clock
  app: App
  /** IANA; of users who have none. */
  defaultTimezone: string
}

/** What did not go out may be sent again so long; then the values go all the same. */
const UNSENT_FOR_MS = 7 * 24 * 60 * 60_000
/** The built-in inbox is somebody’s mailbox: a mail there can be read as it came for so long. */
const INBOX_FOR_MS = 24 * 60 * 60_000
const CHUNK = 200
/** Also by deliveries that were made after we looked at them. */
const GOING: NotificationStatus[] = ['PENDING', 'QUEUED', 'SCHEDULED']

interface Ended {
  id: string
  source: SourceKind
  payload: Record<string, unknown>
  name: string | null
  timezone: string | null
}

interface Made {
  id: string
  channel: Channel
  status: string
  address: string
  provider: string | null
  user_id: string | null
  key: string
  version: number
  locale: string
  has_content: boolean
  in_digest: boolean
}

/**
 * Erases the sensitive values of notifications that have ended: at once where everything was sent or cancelled, after a
 * week where something may be sent again. They go from the payload and from what was sent, which is kept as it reads
 * without them. Answers how many notifications it erased from. May run at any time. Throws, after all others are done, when
 * one could not be erased from.
 */
export async function eraseSensitive(deps: EraseSensitiveDeps): Promise<number> {
  const { db, clock } = deps
  const now = clock.now().getTime()
  const before = (ago: number) => new Date(now - ago).toISOString()
  let erased = 0
  const failures: unknown[] = []
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const found = await db.sql<{ id: string }[]>`
      select id from notifications
      where sensitive and id > ${after} and (status in ('SENT', 'CANCELLED')
        or (status in ('PARTIAL', 'FAILED', 'UNKNOWN', 'WITHHELD', 'RECORDED')
          and created_at < ${before(UNSENT_FOR_MS)}::timestamptz))
        and (sensitive_erased is null or coalesce(sent_at, created_at) < ${before(INBOX_FOR_MS)}::timestamptz)
      order by id limit ${CHUNK}`
    for (const { id } of found) {
      // One that can’t be rendered keeps no other’s values.
      try {
        if (await eraseOf(deps, id)) erased++
      } catch (error) {
        failures.push(error)
      }
    }
    const last = found.at(-1)
    if (!last || found.length < CHUNK) break
    after = last.id
  }
  if (failures.length > 0) {
    throw new Error(`of ${failures.length} notifications the sensitive values stay`, { cause: failures[0] })
  }
  return erased
}

async function eraseOf(
  { db: outer, app, clock, defaultTimezone }: EraseSensitiveDeps,
  id: string,
): Promise<boolean> {
  return inTransaction(outer, async (db) => {
    const { sql, orm } = db
    const since = lowestIdSince([id])
    // Deliveries before the notification: the order in which outcomes are recorded, so that the two can’t deadlock.
    const made = await sql<Made[]>`
      select d.id, d.channel, d.status, d.address, d.provider, d.user_id, d.template_key as key, d.template_version as version,
        d.locale, exists (select from delivery_contents c where c.delivery_id = d.id) as has_content,
        ${isListed(sql)} as in_digest
      from deliveries d where d.notification_id = ${id} and d.id >= ${since} order by d.id for update of d`
    const [one] = await sql<Ended[]>`
      select n.id, n.source, n.payload, u.name, u.timezone from notifications n left join users u on u.id = n.user_id
      where n.id = ${id} and n.sensitive and n.status <> all(${GOING}::text[]) for update of n`
    const isOnItsWay = made.some(({ status }) => ['QUEUED', 'HELD', 'SENDING'].includes(status))
    if (!one || isOnItsWay) return false
    const pathsOf = await sensitiveOf(orm, made)
    const paths = made.flatMap((one) => (one.in_digest ? pathsInEvents(pathsOf(one)) : pathsOf(one)))
    const payload = hiddenPayload(one.payload, paths)
    const young = lowestId(new Date(clock.now().getTime() - INBOX_FOR_MS))
    const stays = (delivery: Made) => delivery.provider === 'inbox' && delivery.id > young
    for (const delivery of made) {
      if (!delivery.has_content || stays(delivery)) continue
      const sent = (await digestDataOf(sql, delivery.id)) ?? eventData(one.source, payload)
      const data = hidden(sent, paths)
      const timezone = delivery.user_id === null ? null : (one.timezone ?? defaultTimezone)
      const recipient = { name: one.name, email: delivery.address, locale: delivery.locale, timezone }
      const mail = await renderHidden(orm, app, { ...delivery, data, recipient })
      const { subject, html, text, headers } =
        delivery.channel === 'push' ? asPush(mail, app) : { ...mail, headers: null }
      await sql`update delivery_contents set subject = ${subject}, html = ${html}, text = ${text},
          headers = coalesce(${headers ? JSON.stringify(headers) : null}::text::jsonb, headers)
        where delivery_id = ${delivery.id}`
    }
    await keep(sql, id, {
      payload,
      names: [...new Set(paths.map(sensitiveName))],
      again: made.some((delivery) => delivery.has_content && stays(delivery)),
    })
    return true
  })
}

/** As `pushContent` keeps it: a push message's link, which may have held a value, stands in its headers. */
function asPush(mail: RenderedWith, app: App): RenderedWith & { headers: Record<string, string> } {
  const { title, body, link, icon } = mail.push ?? pushFromMail(mail, app.url)
  return { subject: title, html: '', text: body, headers: { ...(link && { link }), ...(icon && { icon }) } }
}

/** `again`: it is looked at once more, for what the built-in inbox has. */
const keep = (
  sql: postgres.ISql,
  id: string,
  { payload, names, again }: { payload: Record<string, unknown>; names: string[]; again: boolean },
) => sql`update notifications set payload = ${JSON.stringify(payload)}::text::jsonb, sensitive_erased = ${names}::text[],
    sensitive = ${again} where id = ${id}`
