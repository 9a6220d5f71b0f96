import type { Channel } from '#server/db/schema/deliveries.ts'
import type { SourceKind } from '#server/db/schema/notifications.ts'
import type { RecipientRule } from '#server/db/schema/workflows.ts'

/** What planning reads of a notification. `data` is the event's data (`ingest/event-data.ts`). */
export interface PlanNotification {
  eventType: string | null
  source: SourceKind
  data: Record<string, unknown>
}

export interface PlanWorkflow {
  id: string
  key: string
  channels: readonly Channel[]
  templateKey: string
  templateVersion: number | null
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
  defaultLocale: string
}

export interface PlanInput {
  notification: PlanNotification
  workflow: PlanWorkflow | null
  /** The user of a value that a recipient rule names (an id or external id); null: there is none. */
  findUser: (idOrExternalId: string) => PlanUser | null
  settings: PlanSettings
  now: Date
}

/** One delivery made or withheld, and why. */
export interface Decision {
  status: 'QUEUED' | 'WITHHELD'
  channel: Channel
  address: string
  userId: string | null
  templateKey: string
  templateVersion: number
  locale: string
  sender: string | null
  replyTo: string | null
  dueAt: Date
  /** `planned`, or why not: `not_allowed`. */
  reason: string
  reasonText: string
}

/** `recorded`: kept, nobody to tell; `failed`: can't be carried out as configured. */
export type Plan =
  | { kind: 'deliver'; workflowId: string; userId: string | null; decisions: Decision[] }
  | { kind: 'recorded' | 'failed'; workflowId: string | null; reason: string; reasonText: string }

/** The value at a dotted path, as text; null when there is none. Only own properties are followed. */
export function textAt(data: unknown, path: string): string | null {
  let value = data
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return null
    value = (value as Record<string, unknown>)[step]
  }
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

/** Whether `EMAIL_ALLOW_TO` lets mail go to an address. */
export function isAllowed(address: string, allowTo: readonly string[] | null): boolean {
  if (allowTo === null) return true
  const lower = address.toLowerCase()
  return allowTo.some((entry) => (entry.startsWith('@') ? lower.endsWith(entry) : lower === entry))
}

interface Recipient {
  address: string
  user: PlanUser | null
}

type Found = { recipient: Recipient } | { misses: string[] }

/** RFC 5321, 4.5.3.1.3: a path has 256 octets, its brackets included. */
const ADDRESS_LENGTH = 254
const looksLikeAddress = (text: string) =>
  text.length <= ADDRESS_LENGTH && /^[^\s@<>,"]+@[^\s@<>,"]+$/.test(text)

function findRecipient(
  { notification, findUser, settings }: PlanInput,
  rules: readonly RecipientRule[],
): Found {
  const misses: string[] = []
  for (const rule of rules) {
    if (rule.kind === 'setting') {
      if (settings.alertEmail) return { recipient: { address: settings.alertEmail, user: null } }
      misses.push(`${rule.name} is not set`)
      continue
    }
    const value = textAt(notification.data, rule.path)
    if (value === null) {
      misses.push(`the event has no ${rule.path}`)
    } else if (rule.kind === 'address') {
      if (looksLikeAddress(value)) return { recipient: { address: value, user: null } }
      misses.push(`${rule.path} is not an e-mail address`)
    } else {
      const user = findUser(value)
      if (user?.email) return { recipient: { address: user.email, user } }
      misses.push(
        user
          ? `the user of ${rule.path} has no e-mail address`
          : `no user has the id “${value}” (${rule.path})`,
      )
    }
  }
  return { misses }
}

/** The values that `findUser` will be asked for. */
export function usersWanted(notification: PlanNotification, workflow: PlanWorkflow): string[] {
  return workflow.recipients.flatMap((rule) => {
    const value = rule.kind === 'user' ? textAt(notification.data, rule.path) : null
    return value === null ? [] : [value]
  })
}

/**
 * Decides which deliveries a notification makes, with a reason for each made or withheld. Pure: the worker stores its
 * answer, and whoever wants an explanation calls it without storing.
 */
export function plan(input: PlanInput): Plan {
  const { notification, workflow, settings, now } = input
  if (!workflow) {
    const type = notification.eventType ? `“${notification.eventType}”` : 'events without a type'
    return {
      kind: 'recorded',
      workflowId: null,
      reason: 'no_workflow',
      reasonText: `No workflow listens to ${type} from ${notification.source}.`,
    }
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
  const allowed = isAllowed(address, settings.allowTo)
  const common = {
    address,
    userId: user?.id ?? null,
    templateKey: workflow.templateKey,
    templateVersion: workflow.templateVersion,
    locale: user?.language ?? settings.defaultLocale,
    sender: workflow.sender,
    replyTo: workflow.replyTo,
    dueAt: now,
  }
  const decisions = workflow.channels
    .filter((channel) => channel === 'email')
    .map(
      (channel): Decision =>
        allowed
          ? {
              ...common,
              channel,
              status: 'QUEUED',
              reason: 'planned',
              reasonText: `By the workflow “${workflow.key}”.`,
            }
          : { ...common, channel, status: 'WITHHELD', reason: 'not_allowed', reasonText: NOT_ALLOWED },
    )
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

/** Why mail to an address outside `EMAIL_ALLOW_TO` is withheld, in words. */
export const NOT_ALLOWED = 'EMAIL_ALLOW_TO does not let mail go to this address.'
