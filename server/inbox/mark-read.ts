import { and, eq, inArray, isNotNull, isNull, lte, type SQL } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { inboxMessages } from '#server/db/schema/inbox.ts'
import { parse } from '#server/parse.ts'
import { type MarkReadInput, type MessagesInput, markReadInput } from './schemas.ts'

/** Marks messages read or unread; answers how many changed. */
export async function markRead(
  { db, clock, actor }: Context,
  input: MarkReadInput,
): Promise<{ count: number }> {
  authorise(actor, 'read')
  const { read, ...which } = parse(markReadInput, input)
  const changed = await db.orm
    .update(inboxMessages)
    .set({ readAt: read ? clock.now() : null })
    .where(and(chosen(which), read ? isNull(inboxMessages.readAt) : isNotNull(inboxMessages.readAt)))
  return { count: changed.count }
}

/** Those that the input names. */
export function chosen(which: MessagesInput): SQL | undefined {
  if ('upTo' in which) return lte(inboxMessages.deliveryId, which.upTo)
  const [only, ...more] = which.deliveryIds
  return more.length === 0 && only
    ? eq(inboxMessages.deliveryId, only)
    : inArray(inboxMessages.deliveryId, which.deliveryIds)
}
