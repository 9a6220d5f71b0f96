import type postgres from 'postgres'
import { allCategories, categoryFinder } from '#server/categories/find.ts'
import { authorise, type Context } from '#server/context.ts'
import { type Database, inTransaction } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import type { NotificationStatus } from '#server/db/schema/notifications.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { notAllowed } from '#server/planning/allow-list.ts'
import type { Plan, PlanSettings } from '#server/planning/types.ts'
import { enqueueByChannel, enqueueByIndex } from '#server/queue/enqueue.ts'
import { findSuppressions, stops } from '#server/suppressions/find.ts'
import { suppressedText } from '#server/suppressions/words.ts'
import type { Logger } from '#server/telemetry/logger.ts'
import { abilitiesOf, newestDeliveries } from './abilities.ts'
import { audit, type LockedNotification, lockNotification, statusOf } from './actions.ts'
import { decide, PLANNABLE, type PlannableNotification } from './decide.ts'
import { sensitiveIn } from './plan.ts'
import { insertDeliveries, planRows } from './plan-rows.ts'
import { type ReplayInput, replayInput } from './schemas.ts'

export interface ReplayDeps {
  settings: PlanSettings
  log: Logger
}

/** The newest delivery per channel and address that has content: what *as it was sent* sends again. */
const sentBefore = (found: LockedNotification) =>
  newestDeliveries(found.deliveries.filter(({ has_content }) => has_content))

/** A delivery that a replay would make or withhold. */
interface ReplayLine {
  channel: string
  address: string
  status: 'QUEUED' | 'HELD' | 'WITHHELD'
  reason: string
}

/** What a replay would do: one line per delivery it would make or withhold. Stores nothing. */
export async function previewReplay(
  ctx: Context,
  deps: ReplayDeps,
  input: ReplayInput,
): Promise<ReplayLine[]> {
  authorise(ctx.actor, 'read')
  const { id, mode } = parse(replayInput, input)
  if (mode === 'today') return linesOf(await planToday(ctx, deps, id))
  return linesOfSent(ctx, deps, await ctx.db.sql.begin((tx) => lockNotification(tx, id)))
}

async function linesOfSent(
  { db }: Pick<Context, 'db'>,
  { settings }: ReplayDeps,
  found: LockedNotification,
): Promise<ReplayLine[]> {
  const again = sentBefore(found)
  const findSuppression = await findSuppressions(db.orm, again)
  const findCategory = categoryFinder(await allCategories(db.orm))
  return again.map(({ channel, address, category, userEmail }): ReplayLine => {
    const target = { channel, address, status: 'WITHHELD' as const }
    const stopped = notAllowed({ channel, address, userEmail }, settings.allowTo)
    if (stopped) return { ...target, reason: stopped }
    const suppressed = findSuppression(channel, address)
    return suppressed && stops(suppressed, findCategory(category))
      ? { ...target, reason: suppressedText(suppressed) }
      : { ...target, status: 'QUEUED', reason: 'The same content again.' }
  })
}

function linesOf(made: Plan): ReplayLine[] {
  if (made.kind !== 'deliver') {
    return [{ channel: '', address: '', status: 'WITHHELD', reason: made.reasonText }]
  }
  return made.decisions.map(({ channel, address, status, reasonText }) => ({
    channel,
    address,
    status,
    reason: reasonText,
  }))
}

/** What planning would decide now. Before anything is locked: it reads workflows, users and templates. */
async function planToday(ctx: Context, deps: ReplayDeps, id: string): Promise<Plan> {
  const [row] = await ctx.db.sql<PlannableNotification[]>`
    select ${ctx.db.sql.unsafe(PLANNABLE)} from notifications where id = ${id}`
  if (!row) throw new DomainError('not_found', 'There is no notification with this id.')
  const made = (await decide({ ...deps, db: ctx.db, clock: ctx.clock }, [row])).get(id)
  if (!made) throw new DomainError('internal', 'Planning left the notification out.')
  return made
}

/**
 * Makes new deliveries from an old notification: `sent` with the same content, `today` planned and rendered anew.
 * Answers how many, and the status then. Throws `not_found`; `unprocessable` when it is still on its way or nothing would be sent.
 */
export async function replayNotification(
  ctx: Context,
  deps: ReplayDeps,
  input: ReplayInput,
): Promise<{ deliveries: number; status: NotificationStatus }> {
  authorise(ctx.actor, 'ingest')
  const { id, mode } = parse(replayInput, input)
  const made = mode === 'today' ? await planToday(ctx, deps, id) : null
  return inTransaction(ctx.db, async (db) => {
    const tx = db.sql
    const found = await lockNotification(tx, id)
    const able = abilitiesOf(
      found.status,
      found.deliveries.map((one) => ({ ...one, hasContent: one.has_content })),
      found.is_erased,
      found.erased_values,
    ).replay[mode]
    if (!able.allowed) throw new DomainError('unprocessable', able.reason)
    // Withheld anew, it would end as WITHHELD, whatever had become of it before.
    const lines = made ? linesOf(made) : await linesOfSent({ db }, deps, found)
    if (lines.every(({ status }) => status === 'WITHHELD')) {
      throw new DomainError('unprocessable', lines.map(({ reason }) => reason).join(' '))
    }
    await enqueueByIndex(tx)
    const deliveries = made ? await planAgain(db, ctx, found, made) : await sendAgain(tx, ctx, found)
    await tx`update notifications set status = 'QUEUED' where id = ${id} and status = 'RECORDED'`
    await tx`select refresh_notification_status(${[id]}::uuid[], ${ctx.clock.now().toISOString()}::timestamptz)`
    await audit(tx, ctx, { action: 'notification.replay', targetId: id, detail: { mode, deliveries } })
    return { deliveries: deliveries.length, status: await statusOf(tx, id) }
  })
}

async function sendAgain(tx: postgres.ISql, ctx: Context, found: LockedNotification): Promise<string[]> {
  const now = ctx.clock.now().toISOString()
  const copies = sentBefore(found).map(({ id, channel }) => ({ id: newId(), channel, replay_of: id }))
  const input = JSON.stringify(copies)
  await tx`insert into deliveries (id, notification_id, trace_id, workflow_id, workflow_version, user_id, category, critical,
      channel, address, status, reason, reason_text, template_key, template_version, locale, sender, reply_to, due_at,
      replay_of, replay_mode, created_at)
    select x.id, d.notification_id, d.trace_id, d.workflow_id, d.workflow_version, d.user_id, d.category, d.critical,
      d.channel, d.address, 'QUEUED',
      'replayed', 'Replayed as it was sent.', d.template_key, d.template_version, d.locale, d.sender, d.reply_to,
      ${now}::timestamptz, d.id, 'sent', ${now}::timestamptz
    from json_to_recordset(${input}::text::json) as x(id uuid, replay_of uuid) join deliveries d on d.id = x.replay_of`
  await tx`insert into delivery_contents (delivery_id, "from", reply_to, subject, html, text, headers, content_hash)
    select x.id, c."from", c.reply_to, c.subject, c.html, c.text, c.headers, c.content_hash
    from json_to_recordset(${input}::text::json) as x(id uuid, replay_of uuid)
    join delivery_contents c on c.delivery_id = x.replay_of`
  await enqueueByChannel(tx, copies)
  return copies.map(({ id }) => id)
}

async function planAgain(
  db: Database,
  ctx: Context,
  found: LockedNotification,
  made: Plan,
): Promise<string[]> {
  if (made.kind !== 'deliver') throw new DomainError('unprocessable', made.reasonText)
  const { outcome, deliveries } = planRows(found, made, ctx.clock.now())
  const tx = db.sql
  const before = newestDeliveries(found.deliveries)
  await insertDeliveries(
    tx,
    deliveries.map((delivery) => {
      const old = before.find(
        ({ channel, address }) => channel === delivery.channel && address === delivery.address,
      )
      return { ...delivery, replay_mode: 'today' as const, ...(old && { replay_of: old.id }) }
    }),
  )
  const sensitive = await sensitiveIn(db, deliveries)
  await tx`update notifications set workflow_id = ${made.workflowId}, user_id = ${made.userId},
      recipient = ${outcome.recipient}, sensitive = sensitive or ${sensitive.length > 0}
    where id = ${outcome.id}`
  return deliveries.map(({ id }) => id)
}
