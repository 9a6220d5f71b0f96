import { type Actor, actorLabel, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'

/** A transaction of `db.orm`. */
export type Tx = Parameters<Parameters<Orm['transaction']>[0]>[0]

interface Done {
  action: `member.${string}` | `invitation.${string}`
  targetId: string
  detail?: Record<string, unknown>
  /** Who did it, when that is only known in the end. */
  actor?: Actor
}

/** Writes down what was done, in the transaction that does it. */
export async function audit(
  tx: Tx,
  ctx: Context,
  { action, targetId, detail = {}, actor }: Done,
): Promise<void> {
  const by = actorLabel(actor ?? ctx.actor)
  await tx.insert(auditLog).values({ id: newId(), ...by, action, targetId, detail, at: ctx.clock.now() })
}
