import type { Orm } from '#server/db/client.ts'
import { badInput, parse } from '#server/parse.ts'
import { apiEventTypes } from '#server/workflows/types.ts'
import { type ApiEvent, typedEvents } from './event-schemas.ts'

/**
 * Checks an API event beyond its envelope. Throws DomainError `bad_input` naming each bad field: an unknown type (no
 * enabled workflow takes it from the API), a field of the wrong form, or nobody to send it to.
 */
export async function checkApiEvent(
  orm: Orm,
  event: ApiEvent,
  settings: { alertEmail: string | null },
): Promise<void> {
  const typed = Object.hasOwn(typedEvents, event.type) ? typedEvents[event.type] : undefined
  if (!typed) {
    if ((await apiEventTypes(orm)).has(event.type)) return
    throw badInput([{ path: 'type', message: `“${event.type}” is not a type that a workflow takes` }])
  }
  parse(typed.data, event.data, 'data')
  const named = typed.recipients.some((field) => {
    const value = event.data[field]
    return value !== undefined && value !== null && value !== ''
  })
  if (named || (typed.alert && settings.alertEmail)) return
  const message = `no recipient: one of ${typed.recipients.join(', ')} is required`
  throw badInput([{ path: `data.${typed.recipients[0]}`, message }])
}
