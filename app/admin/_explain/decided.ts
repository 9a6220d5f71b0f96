import type { Explanation } from './types.ts'

/**
 * An explanation of a notification that exists, with its deliveries as they were decided: what became of them since is
 * not the plan's. By the steps that were kept; without any, as they are. Pure.
 */
export function asDecided(explanation: Explanation): Explanation {
  const { steps, at } = explanation
  if (steps.length === 0) return explanation
  return {
    ...explanation,
    deliveries: explanation.deliveries.map((delivery) => {
      const own = steps.filter(({ channel }) => channel === delivery.channel)
      const withheld = own.find(({ outcome, code }) => outcome === 'withheld' && code === delivery.reason)
      const held = own.findLast(({ outcome, until }) => outcome === 'held' && until !== undefined)
      if (withheld) return { ...delivery, status: 'WITHHELD', provider: null }
      if (held?.until) {
        const dueAt = new Date(held.until)
        return { ...delivery, status: 'HELD', dueAt, reason: held.code, reasonText: held.text }
      }
      const reasonText = own.findLast(({ code }) => code === 'planned')?.text ?? 'It goes out at once.'
      return { ...delivery, status: 'QUEUED', dueAt: at, reason: 'planned', reasonText }
    }),
  }
}
