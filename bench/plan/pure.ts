import type { PlanDeps, PlannableNotification } from '#server/notifications/decide.ts'
import { planningWorld } from '#server/notifications/world.ts'
import { plan } from '#server/planning/plan.ts'

const CPU_MICROSECONDS = 1_000_000

/** Plans per second of the process's CPU time, for notifications with all that planning reads of them at hand. */
export async function pureRate(deps: PlanDeps, rows: readonly PlannableNotification[]): Promise<number> {
  const world = await planningWorld({ ...deps, now: deps.clock.now() }, rows)
  const inputs = rows.map(({ id }) => world.inputOf(id))
  const spent = process.cpuUsage()
  let made = 0
  for (;;) {
    for (const input of inputs) plan(input)
    made += inputs.length
    const { user, system } = process.cpuUsage(spent)
    if (user + system > CPU_MICROSECONDS) return (made / (user + system)) * 1e6
  }
}
