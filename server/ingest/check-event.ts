import type { Orm } from '#server/db/client.ts'
import { DomainError, type Issue, isDomainError } from '#server/errors.ts'
import { badInput, parse } from '#server/parse.ts'
import { type CurrentTemplate, currentTemplates } from '#server/templates/current.ts'
import { findUsers, type User } from '#server/users/find.ts'
import { apiEventTypes } from '#server/workflows/api-event-types.ts'
import type { IncomingEvent } from './event-row.ts'
import { type ApiEvent, apiEvent, type TemplateEvent, templateEvent, typedEvents } from './event-schemas.ts'
import { normalise } from './normalise.ts'

/** What checking an event of the API takes. */
export interface CheckSettings {
  alertEmail: string | null
}

/** What is known of a good event beyond where it came from. */
export type CheckedEvent = Pick<IncomingEvent, 'eventType' | 'payload'> & Partial<IncomingEvent>

/**
 * Checks an API event beyond its envelope. Throws DomainError `bad_input` naming each bad field: an unknown type (no
 * enabled workflow takes it from the API), a field of the wrong form, or nobody to send it to.
 */
export async function checkApiEvent(orm: Orm, event: ApiEvent, settings: CheckSettings): Promise<void> {
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

/**
 * Checks events of the API in either form (`type` or `template_key`), each for itself: one statement for all users
 * and one for all templates. Answers what to store, or why it is refused: `bad_input`, `not_found` (user or template),
 * `unprocessable` (its time is over).
 */
export async function checkEvents(
  orm: Orm,
  bodies: readonly unknown[],
  settings: CheckSettings,
  now: Date,
): Promise<(CheckedEvent | DomainError)[]> {
  const read = bodies.map((body) => attempt(() => parseEvent(body)))
  const asked = read.flatMap((one) => ('request' in one ? [one.request] : []))
  const [users, templates] =
    asked.length === 0
      ? [new Map<string, User>(), new Map<string, CurrentTemplate>()]
      : await Promise.all([
          findUsers(
            orm,
            asked.map((request) => String(request.user_id)),
          ),
          currentTemplates(
            orm,
            asked.map((request) => request.template_key),
          ),
        ])
  return Promise.all(
    read.map(async (one) => {
      if ('request' in one) return attempt(() => checkRequest(one.request, { users, templates, now }))
      if (!('event' in one)) return one
      const { event } = one
      return checkApiEvent(orm, event, settings).then(
        () => attempt(() => ({ eventType: event.type, payload: event, ...timesOf(event, now) })),
        expected,
      )
    }),
  )
}

function parseEvent(body: unknown): { event: ApiEvent } | { request: TemplateEvent } {
  const fields = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  const asks = fields.template_key !== undefined && fields.type === undefined
  return asks ? { request: parse(templateEvent, body) } : { event: parse(apiEvent, body) }
}

function checkRequest(
  request: TemplateEvent,
  known: { users: Map<string, User>; templates: Map<string, CurrentTemplate>; now: Date },
): CheckedEvent {
  const reference = String(request.user_id)
  const user = known.users.get(reference)
  const template = known.templates.get(request.template_key)
  const missing: Issue[] = [
    ...(user ? [] : [{ path: 'user_id', message: `there is no user “${reference}”` }]),
    ...(template
      ? []
      : [{ path: 'template_key', message: `there is no template “${request.template_key}”` }]),
  ]
  if (!user || !template) {
    const words = missing.map(({ message }) => message).join(', and ')
    throw new DomainError('not_found', `${words.charAt(0).toUpperCase()}${words.slice(1)}.`, missing)
  }
  const times = timesOf(request, known.now)
  const data = request.message_data ?? {}
  return {
    eventType: template.key,
    payload: request,
    userId: user.id,
    ids: normalise({ ...request, user_id: reference.replace(/^ext:/, ''), data }),
    ...times,
  }
}

/** When it may be sent. Throws `unprocessable` if that is over, or never. */
export function timesOf(
  event: ApiEvent | TemplateEvent,
  now: Date,
): Pick<IncomingEvent, 'scheduledAt' | 'expiresAt'> {
  const scheduledAt = event.scheduled_at ? new Date(event.scheduled_at) : null
  const expiresAt = event.expires_at ? new Date(event.expires_at) : null
  if (expiresAt && expiresAt <= now) throw tooLate('is in the past')
  if (expiresAt && scheduledAt && expiresAt <= scheduledAt) throw tooLate('is not after scheduled_at')
  return { scheduledAt, expiresAt }
}

const tooLate = (message: string) =>
  new DomainError('unprocessable', `expires_at: ${message}`, [{ path: 'expires_at', message }])

function attempt<T>(work: () => T): T | DomainError {
  try {
    return work()
  } catch (error) {
    return expected(error)
  }
}

function expected(error: unknown): DomainError {
  if (isDomainError(error)) return error
  throw error
}
