import type { Channel } from '#server/db/schema/deliveries.ts'
import type { SourceKind } from '#server/db/schema/notifications.ts'
import type { RecipientRule } from '#server/db/schema/workflows.ts'
import type { FindSuppression } from '#server/suppressions/find.ts'
import { suppressedText } from '#server/suppressions/words.ts'
import { findRecipient } from './recipients.ts'

/** What planning reads of a notification. `data` is the event's data (`ingest/event-data.ts`). */
export interface PlanNotification {
  eventType: string | null
  source: SourceKind
  data: Record<string, unknown>
  /** Whom its source's mapping names: an e-mail address, or a user's id or external id. */
  addressee?: string | null
  /** A template asked for by its key, for one user: no workflow is looked for. */
  request?: PlanRequest | null
  /** Not to be sent before; not to be sent after. */
  scheduledAt?: Date | null
  expiresAt?: Date | null
}

export interface PlanRequest {
  /** What `findUser` is asked for. */
  user: string
  channels: readonly string[]
  templateKey: string
  /** The newest version; null: there is no such template (any more). */
  templateVersion: number | null
  /** Its default; null: that of the settings. */
  templateLocale: string | null
}

export interface PlanWorkflow {
  id: string
  key: string
  channels: readonly Channel[]
  templateKey: string
  templateVersion: number | null
  /** Its default; null: that of the settings. */
  templateLocale: string | null
  recipients: readonly RecipientRule[]
  sender: string | null
  replyTo: string | null
}

export interface PlanUser {
  id: string
  externalId: string | null
  name: string | null
  email: string | null
  language: string | null
  timezone: string | null
}

export interface PlanSettings {
  alertEmail: string | null
  /** Addresses or `@domain`s that mail may go to, lower case; null: everybody. */
  allowTo: readonly string[] | null
  /** Of templates that have none: those of git. */
  defaultLocale: string
}

export interface PlanInput {
  notification: PlanNotification
  workflow: PlanWorkflow | null
  /** The user of a value that a recipient rule names (an id or external id); null: there is none. */
  findUser: (idOrExternalId: string) => PlanUser | null
  findSuppression: FindSuppression
  settings: PlanSettings
  now: Date
}

/** One delivery made, held or withheld, and why. */
export interface Decision {
  status: 'QUEUED' | 'HELD' | 'WITHHELD'
  channel: Channel
  /** Empty where it was withheld for want of one. */
  address: string
  userId: string | null
  templateKey: string
  templateVersion: number
  locale: string
  sender: string | null
  replyTo: string | null
  dueAt: Date
  expiresAt: Date | null
  /** `planned`, `scheduled`, or why not: `not_allowed`, `suppressed`, `expired`, `no_address`, `no_provider`. */
  reason: string
  reasonText: string
}

/** `recorded`: kept, nobody to tell; `failed`: can't be carried out as configured. */
export type Plan =
  | { kind: 'deliver'; workflowId: string | null; userId: string | null; decisions: Decision[] }
  | { kind: 'recorded' | 'failed'; workflowId: string | null; reason: string; reasonText: string }

/** Whether `EMAIL_ALLOW_TO` lets mail go to an address. */
export function isAllowed(address: string, allowTo: readonly string[] | null): boolean {
  if (allowTo === null) return true
  const lower = address.toLowerCase()
  return allowTo.some((entry) => (entry.startsWith('@') ? lower.endsWith(entry) : lower === entry))
}

/** Why mail to an address outside `EMAIL_ALLOW_TO` is withheld, in words. */
export const NOT_ALLOWED = 'EMAIL_ALLOW_TO does not let mail go to this address.'

/** Why nothing is sent after its time, in words. */
export const expiredText = (expiresAt: Date) =>
  `It was not to be sent after ${expiresAt.toISOString().replace(/\.000Z$/, 'Z')}.`

/** Why nobody is told of an event that no workflow listens to, in words. */
export const noWorkflowText = (eventType: string | null, source: SourceKind) =>
  `No workflow listens to ${eventType ? `“${eventType}”` : 'events without a type'} from ${source}.`

/**
 * Decides which deliveries a notification makes, with a reason for each made or withheld. Pure: the worker stores its
 * answer, and whoever wants an explanation calls it without storing.
 */
export function plan(input: PlanInput): Plan {
  const { notification, workflow, settings } = input
  if (notification.request) return planRequest(input, notification.request)
  if (!workflow) {
    const reasonText = noWorkflowText(notification.eventType, notification.source)
    return { kind: 'recorded', workflowId: null, reason: 'no_workflow', reasonText }
  }
  if (workflow.templateVersion === null) {
    return {
      kind: 'failed',
      workflowId: workflow.id,
      reason: 'no_template',
      reasonText: `The workflow “${workflow.key}” names the template “${workflow.templateKey}”, which does not exist.`,
    }
  }
  const found = findRecipient(input, workflow.recipients)
  if ('misses' in found) {
    return {
      kind: 'recorded',
      workflowId: workflow.id,
      reason: 'nobody_to_tell',
      reasonText: `Nobody to tell: ${found.misses.join('; ') || 'the workflow names no recipient'}.`,
    }
  }
  const { address, user } = found.recipient
  const { templateKey, templateVersion, sender, replyTo } = workflow
  const locale = user?.language ?? workflow.templateLocale ?? settings.defaultLocale
  const common = { address, userId: user?.id ?? null, templateKey, templateVersion, locale, sender, replyTo }
  const decisions = workflow.channels
    .filter((channel) => channel === 'email')
    .map((channel) => judge(input, { ...common, channel }, `By the workflow “${workflow.key}”.`))
  if (decisions.length === 0) {
    return {
      kind: 'recorded',
      workflowId: workflow.id,
      reason: 'no_channel',
      reasonText: `The workflow “${workflow.key}” has no channel that can carry it.`,
    }
  }
  return { kind: 'deliver', workflowId: workflow.id, userId: common.userId, decisions }
}

/** A template asked for by its key goes to that user, on the channels that were named. */
function planRequest(input: PlanInput, request: PlanRequest): Plan {
  const { templateKey, templateVersion } = request
  const failed = (reason: string, reasonText: string): Plan => ({
    kind: 'failed',
    workflowId: null,
    reason,
    reasonText,
  })
  if (templateVersion === null) {
    return failed('no_template', `The template “${templateKey}” does not exist any more.`)
  }
  const user = input.findUser(request.user)
  if (!user) return failed('no_user', `There is no user “${request.user}” any more.`)
  const locale = user.language ?? request.templateLocale ?? input.settings.defaultLocale
  const common = { userId: user.id, templateKey, templateVersion, locale, sender: null, replyTo: null }
  const decisions = request.channels.map((channel): Decision => {
    if (channel === 'email' && user.email) {
      return judge(
        input,
        { ...common, channel, address: user.email },
        `The template “${templateKey}” was asked for.`,
      )
    }
    return {
      ...common,
      ...(channel === 'email'
        ? { channel, reason: 'no_address', reasonText: 'The user has no e-mail address.' }
        : { channel: 'push', reason: 'no_provider', reasonText: 'No provider carries push messages.' }),
      address: '',
      status: 'WITHHELD',
      dueAt: input.now,
      expiresAt: null,
    }
  })
  return { kind: 'deliver', workflowId: null, userId: user.id, decisions }
}

type Target = Omit<Decision, 'status' | 'dueAt' | 'expiresAt' | 'reason' | 'reasonText'>

/** Whether a delivery goes out now, later or not at all. `why` it is made, in words. */
function judge(
  { notification, findSuppression, settings, now }: PlanInput,
  target: Target,
  why: string,
): Decision {
  const { scheduledAt = null, expiresAt = null } = notification
  const withheld = (reason: string, reasonText: string): Decision => ({
    ...target,
    status: 'WITHHELD',
    dueAt: now,
    expiresAt,
    reason,
    reasonText,
  })
  if (!isAllowed(target.address, settings.allowTo)) return withheld('not_allowed', NOT_ALLOWED)
  const suppressed = findSuppression(target.channel, target.address)
  if (suppressed) return withheld('suppressed', suppressedText(suppressed))
  if (expiresAt && expiresAt <= now) return withheld('expired', expiredText(expiresAt))
  return scheduledAt && scheduledAt > now
    ? {
        ...target,
        status: 'HELD',
        dueAt: scheduledAt,
        expiresAt,
        reason: 'scheduled',
        reasonText: 'Held until the time that was asked for.',
      }
    : { ...target, status: 'QUEUED', dueAt: now, expiresAt, reason: 'planned', reasonText: why }
}
