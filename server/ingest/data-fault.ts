import { isDomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { typedEvents } from './event-schemas.ts'

/** What is wrong with the data of an event that came unchecked, in words; null when the API would take it. */
export function dataFault(type: string | null, data: Record<string, unknown>): string | null {
  const typed = type !== null && Object.hasOwn(typedEvents, type) ? typedEvents[type] : undefined
  if (!typed) return null
  try {
    parse(typed.data, data, 'data')
    return null
  } catch (error) {
    if (!isDomainError(error)) throw error
    return `This is no ${type} as a workflow takes it: ${error.message}.`
  }
}
