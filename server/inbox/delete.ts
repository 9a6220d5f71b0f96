import { actorLabel, authorise, type Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { inboxMessages } from '#server/db/schema/inbox.ts'
import { parse } from '#server/parse.ts'
import { chosen } from './mark-read.ts'
import { type MessagesInput, messagesInput } from './schemas.ts'

/** Takes messages out of the inbox; their deliveries keep their content. Answers how many there were. */
export async function deleteMessages(
  { db, clock, actor }: Context,
  input: MessagesInput,
): Promise<{ count: number }> {
  authorise(actor, 'ingest')
  const which = parse(messagesInput, input)
  return db.orm.transaction(async (tx) => {
    const { count } = await tx.delete(inboxMessages).where(chosen(which))
    await tx.insert(auditLog).values({
      id: newId(),
      ...actorLabel(actor),
      action: 'inbox.delete',
      targetId: 'upTo' in which ? which.upTo : (which.deliveryIds[0] ?? ''),
      detail: { count },
      at: clock.now(),
    })
    return { count }
  })
}
