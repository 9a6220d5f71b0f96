import { countInbox } from '#server/inbox/count.ts'
import { deleteMessages } from '#server/inbox/delete.ts'
import { getInboxMessage } from '#server/inbox/get.ts'
import { listInbox } from '#server/inbox/list.ts'
import { markRead } from '#server/inbox/mark-read.ts'
import type { InboxListInput, MarkReadInput, MessagesInput } from '#server/inbox/schemas.ts'
import { countUnread } from '#server/inbox/unread-count.ts'
import { procedure, router, takes } from '../init.ts'

export const inboxRouter = router({
  list: procedure.input(takes<InboxListInput>()).query(({ ctx, input }) => listInbox(ctx, input)),
  get: procedure
    .input(takes<{ deliveryId: string }>())
    .query(({ ctx, input }) => getInboxMessage(ctx, input)),
  count: procedure.query(({ ctx }) => countInbox(ctx)),
  unreadCount: procedure.query(({ ctx }) => countUnread(ctx)),
  markRead: procedure.input(takes<MarkReadInput>()).mutation(({ ctx, input }) => markRead(ctx, input)),
  delete: procedure.input(takes<MessagesInput>()).mutation(({ ctx, input }) => deleteMessages(ctx, input)),
})
