import type { Orm } from '#server/db/client.ts'
import { workflows } from '#server/db/schema/workflows.ts'
import { isOn } from './find.ts'

const LIFETIME_MS = 5_000
const key = Symbol.for('posthorn.workflow_types')
interface Cache {
  until: number
  types: Promise<ReadonlySet<string>>
}
const holder = globalThis as { [key]?: Cache }

/**
 * Event types that an enabled workflow takes from the API. Kept for 5 s per process: the API refuses unknown types
 * on every call, and workflows change by hand.
 */
export function apiEventTypes(orm: Orm): Promise<ReadonlySet<string>> {
  const cached = holder[key]
  if (cached && cached.until > Date.now()) return cached.types
  const types = readEventTypes(orm)
  const entry = { until: Date.now() + LIFETIME_MS, types }
  holder[key] = entry
  types.catch(() => {
    if (holder[key] === entry) delete holder[key]
  })
  return types
}

async function readEventTypes(orm: Orm): Promise<ReadonlySet<string>> {
  const { eventType, sources } = workflows
  const rows = await orm.select({ eventType, sources }).from(workflows).where(isOn)
  const fromApi = rows.filter((row) => row.sources.some((source) => /^api(:|$)/.test(source)))
  return new Set(fromApi.flatMap((row) => row.eventType ?? []))
}

/** Looks anew at the next call, in this process: what was just saved is known at once where it was saved. */
export function forgetEventTypes(): void {
  delete holder[key]
}
