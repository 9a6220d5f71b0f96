import { decide, type PlanDeps, type PlannableNotification } from '#server/notifications/decide.ts'

/** TODO pure */
export async function pureRate(deps: PlanDeps, rows: readonly PlannableNotification[]): Promise<number> {
  const began = performance.now()
  await decide(deps, rows)
  return rows.length / ((performance.now() - began) / 1000)
}
