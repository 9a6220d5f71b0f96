import { authorise, type Context } from '#server/context.ts'
import { parse } from '#server/parse.ts'
import { noTemplate } from '../missing.ts'
import { lockAnyTemplate } from '../next-version.ts'
import { bringBack } from './bring-back.ts'
import { type RollBackInput, rollBackInput } from './schemas.ts'

/**
 * Brings an older version back in the studio, as the next; a draft stays as it is. Throws `forbidden`, `bad_input`,
 * `not_found`, or `unprocessable` for a version of git whose code is not there any more.
 */
export async function rollBackVersion(ctx: Context, raw: RollBackInput): Promise<{ version: number }> {
  authorise(ctx.actor, 'templates')
  const { key, version, note } = parse(rollBackInput, raw)
  return ctx.db.orm.transaction(async (tx) => {
    const locked = await lockAnyTemplate(tx, key)
    if (locked.template.archivedAt) throw noTemplate(key, 'key')
    return { version: await bringBack(tx, ctx, locked, { version, note }) }
  })
}
