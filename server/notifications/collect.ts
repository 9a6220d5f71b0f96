import { fingerprintOf } from '#server/planning/fingerprint.ts'
import type { Plan, PlanInput } from '#server/planning/types.ts'
import { digestKey, type PlanningMemory } from '#server/planning-state/memory.ts'
import type { Asked } from '#server/planning-state/read.ts'
import type { DeliveryRow } from './plan-rows.ts'

/**
 * What must be remembered of its recipient to plan a notification, judged by its plan as if nothing had happened before;
 * null: nothing.
 */
export function askedOf(
  made: Plan,
  { notification, workflows, now }: Pick<PlanInput, 'notification' | 'workflows' | 'now'>,
): Asked | null {
  if (made.kind !== 'deliver') return null
  const workflow = workflows.find(({ id }) => id === made.workflowId)
  if (!workflow) return null
  const { id: workflowId, throttle, duplicates, digest } = workflow
  const { recipient, remember } = made
  const since = (seconds: number) => new Date(now.getTime() - seconds * 1_000)
  const digests = made.decisions
    // What expires before a window of its own ends may be in time for one that is open.
    .filter((one) => (one.digest && one.status === 'HELD') || (digest && one.reason === 'expired'))
    .map((decision) => digestKey(workflowId, recipient, decision))
  if (remember === null && digests.length === 0) return null
  const fingerprint = fingerprintOf(workflow, notification.data)
  return {
    workflowId,
    recipient,
    throttle: throttle ? { max: throttle.max, since: since(throttle.perS) } : null,
    duplicates: duplicates && fingerprint ? { fingerprint, since: since(duplicates.windowS) } : null,
    digests,
  }
}

/** Takes a plan into the memory: its mark, and its deliveries into their digests (`deliveries` are changed). */
export function takeIn(
  memory: PlanningMemory,
  notificationId: string,
  made: Plan,
  deliveries: readonly DeliveryRow[],
  now: Date,
): void {
  if (made.kind !== 'deliver' || made.workflowId === null) return
  const { workflowId, recipient, remember } = made
  if (remember) memory.remember({ workflowId, recipient, notificationId, at: now, ...remember })
  for (const delivery of deliveries) {
    if (!delivery.is_digest) continue
    const at = { id: delivery.id, dueAt: new Date(delivery.due_at) }
    const first = memory.join(digestKey(workflowId, recipient, delivery), at, now)
    if (first === delivery.id) continue
    delivery.digest_of = first
    delivery.is_digest = false
  }
}
