import { authorise, type Context } from '#server/context.ts'
import { listNotifications, type NotificationPage } from '#server/notifications/list.ts'
import { parse } from '#server/parse.ts'
import { type UserHistoryInput, userHistoryInput } from './schemas.ts'

/** The notifications that were for a user, newest first, a page at a time. Throws `forbidden`, `bad_input`. */
export async function userHistory(ctx: Context, raw: UserHistoryInput): Promise<NotificationPage> {
  authorise(ctx.actor, 'users')
  const { id, ...page } = parse(userHistoryInput, raw)
  return listNotifications(ctx, { userId: id, ...page })
}
