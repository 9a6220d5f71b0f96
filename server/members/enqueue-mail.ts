import { sql } from 'drizzle-orm'
import { newId } from '#server/db/ids.ts'
import type { TaskPayload } from '#server/queue/tasks.ts'
import type { Tx } from './audit.ts'

/** About half an hour with graphile-worker's pauses: as long as a server that greylists wants. */
const MAX_ATTEMPTS = 8

/** Has the worker mail the link of an invitation or of a password reset, once this transaction commits. */
export async function enqueueMail(
  tx: Tx,
  link: { invitationId: string } | { resetId: string },
): Promise<void> {
  const payload: TaskPayload<'members.mail'> = { ...link, mailId: newId() }
  await tx.execute(sql`select 1 from graphile_worker.add_job('members.mail',
    ${JSON.stringify(payload)}::text::json, max_attempts => ${MAX_ATTEMPTS})`)
}
