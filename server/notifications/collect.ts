import type { Plan, PlanInput } from '#server/planning/types.ts'
import { digestKey, type PlanningMemory } from '#server/planning-state/memory.ts'
import type { Asked } from '#server/planning-state/read.ts'
import type { DeliveryRow } from './plan-rows.ts'

/**
 * What must be remembered of its recipient to plan a notification, judged by its plan as if nothing had happened before;
 * null: nothing.
 */
export function askedOf(made: Plan, { workflows, now }: Pick<PlanInput, 'workflows' | 'now'>): Asked | null {
  if (made.kind !== 'deliver') return null
  const workflow = workflows.find(({ id }) => id === made.workflowId)
  if (!workflow) return null
  const { id: workflowId, throttle, duplicates } = workflow
  const { recipient, remember } = made
  const since = (seconds: number) => new Date(now.getTime() - seconds * 1_000)
  const digests = made.decisions
    .filter(({ digest, status }) => digest && status === 'HELD')
    .map((decision) => digestKey(workflowId, recipient, decision))
  if (remember === null && digests.length === 0) return null
  const fingerprint = remember?.fingerprint ?? null
  return {
    workflowId,
    recipient,
    throttle: remember && throttle ? { max: throttle.max, since: since(throttle.perS) } : null,
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
