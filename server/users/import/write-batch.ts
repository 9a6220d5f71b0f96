import { type Database, inTransaction } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { releaseHeld } from '#server/preferences/release-held.ts'
import { readdress } from '../readdress.ts'
import { isTaken } from '../taken.ts'
import { type ImportRules, outcomesOf, type ReadRow, type RowOutcome } from './outcomes.ts'

/** Who changes users, to the audit log; the import's own entry names who began it. */
const IMPORT = { actor: 'system', actorName: 'Posthorn' }

type Change = Extract<RowOutcome, { kind: 'create' | 'update' }>

/**
 * Carries out one piece of rows (`piecesOf`) on the caller's transaction. Answers what became of each: a row whose e-mail
 * or external id somebody else took meanwhile fails alone.
 */
export async function writePiece(
  tx: Database,
  rows: readonly ReadRow[],
  rules: ImportRules,
  now: Date,
): Promise<RowOutcome[]> {
  try {
    return await inTransaction(tx, async (inner) => {
      const outcomes = await outcomesOf(inner.orm, rows, rules, true)
      await write(inner, outcomes, now)
      return outcomes
    })
  } catch (error) {
    if (!isTaken(error)) throw error
    const [only] = rows
    if (only && rows.length === 1) {
      const message = 'the e-mail address or the external id was given to another user meanwhile'
      return [{ row: only.row, kind: 'fail', issues: [{ column: null, message }] }]
    }
    const middle = Math.ceil(rows.length / 2)
    const first = await writePiece(tx, rows.slice(0, middle), rules, now)
    return [...first, ...(await writePiece(tx, rows.slice(middle), rules, now))]
  }
}

async function write(tx: Database, outcomes: readonly RowOutcome[], now: Date): Promise<void> {
  const written = outcomes.filter((one): one is Change => one.kind === 'create' || one.kind === 'update')
  if (written.length === 0) return
  const at = now.toISOString()
  const rows = written.map((one) => ({ ...one, id: one.kind === 'create' ? newId() : one.id }))
  const table = JSON.stringify(rows.map(({ id, kind, user }) => ({ id, is_new: kind === 'create', ...user })))
  const columns = tx.sql`json_to_recordset(${table}::text::json) as x(id uuid, is_new boolean, "externalId" text,
    name text, email text, phone text, language text, timezone text)`
  await tx.sql`insert into users (id, external_id, name, email, phone, language, timezone, created_at, updated_at)
    select id, "externalId", name, email, phone, language, timezone, ${at}::timestamptz, ${at}::timestamptz
    from ${columns} where is_new`
  await tx.sql`update users u set external_id = x."externalId", name = x.name, email = x.email, phone = x.phone,
      language = x.language, timezone = x.timezone, updated_at = ${at}::timestamptz
    from ${columns} where not x.is_new and u.id = x.id`
  const chosen = rows.flatMap(({ id, preferences }) => (preferences ? [{ id, ...preferences }] : []))
  if (chosen.length > 0) {
    await tx.sql`insert into preferences (user_id, email_enabled, push_enabled, quiet_hours_start, quiet_hours_end,
        categories, updated_at)
      select id, "emailEnabled", "pushEnabled", "quietHoursStart", "quietHoursEnd", categories, ${at}::timestamptz
      from json_to_recordset(${JSON.stringify(chosen)}::text::json) as x(id uuid, "emailEnabled" boolean,
        "pushEnabled" boolean, "quietHoursStart" text, "quietHoursEnd" text, categories jsonb)
      on conflict (user_id) do update set email_enabled = excluded.email_enabled, push_enabled = excluded.push_enabled,
        quiet_hours_start = excluded.quiet_hours_start, quiet_hours_end = excluded.quiet_hours_end,
        categories = excluded.categories, updated_at = excluded.updated_at`
  }
  const changes = rows.flatMap((one) =>
    one.kind === 'update' && one.formerEmail !== null && one.user.email !== null
      ? [{ userId: one.id, from: one.formerEmail, to: one.user.email }]
      : [],
  )
  const userIds = rows.flatMap((one) => (one.kind === 'update' && one.held ? [one.id] : []))
  if (userIds.length > 0) await releaseHeld(tx, { userIds }, now)
  await readdress(tx, changes, { ...IMPORT, at: now })
}
