import type { Database } from '#server/db/client.ts'
import { LastTimes } from '#server/db/last-times.ts'

const symbol = Symbol.for('posthorn.api_keys.last_used')
const holder = globalThis as { [symbol]?: LastTimes }

const lastUsed = (): LastTimes => {
  holder[symbol] ??= new LastTimes()
  return holder[symbol]
}

/** Costs a map entry: every request calls it. */
export const noteKeyUse = (id: string, now: number): void => lastUsed().note(id, now)

/** Writes when keys were last used, as far as it is due; several processes do, so that a row only moves forward. */
export function writeKeyUse({ sql }: Database): Promise<void> {
  return lastUsed().flush(async (times) => {
    await sql`update api_keys k set last_used_at = to_timestamp(x.at / 1000.0)
      from json_to_recordset(${JSON.stringify(times)}::text::json) as x(id uuid, at float8)
      where k.id = x.id and (k.last_used_at is null or k.last_used_at <= to_timestamp(x.at / 1000.0) - interval '1 min')`
  })
}
