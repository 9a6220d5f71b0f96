import { actorLabel, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'

/** Writes down what was done (`template.publish` …), to what, in the transaction that does it. */
export async function audit(
  tx: Orm,
  { actor, clock }: Context,
  action: `${string}.${string}`,
  targetId: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  await tx
    .insert(auditLog)
    .values({ id: newId(), ...actorLabel(actor), action, targetId, detail, at: clock.now() })
}
