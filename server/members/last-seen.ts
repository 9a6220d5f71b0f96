import type { Database } from '#server/db/client.ts'
import { LastTimes } from '#server/db/last-times.ts'

const symbol = Symbol.for('posthorn.members.last_seen')
const holder = globalThis as { [symbol]?: LastTimes }

const lastSeen = (): LastTimes => {
  holder[symbol] ??= new LastTimes()
  return holder[symbol]
}

/** Notes that a session asked for something. */
export const noteSession = (sessionId: string): void => lastSeen().note(sessionId)

/** Writes when sessions and their members were last seen, as far as it is due. */
export function writeLastSeen({ sql }: Database): Promise<void> {
  return lastSeen().flush(async (times) => {
    await sql`
      with seen as (
        update member_sessions s set updated_at = greatest(s.updated_at, to_timestamp(x.at / 1000.0))
        from json_to_recordset(${JSON.stringify(times)}::text::json) as x(id text, at float8)
        where s.id = x.id returning s.user_id, s.updated_at
      )
      update members m set last_seen_at = greatest(m.last_seen_at, seen.at)
      from (select user_id, max(updated_at) as at from seen group by user_id) seen where m.id = seen.user_id`
  })
}
