import type { Channel } from '#server/db/schema/deliveries.ts'
import type { SourceKind } from '#server/db/schema/notifications.ts'
import type { workflows } from '#server/db/schema/workflows.ts'
import type { Preferences } from '#server/preferences/preferences.ts'
import type { Suppressed } from '#server/suppressions/words.ts'
import type { PlanReason } from './reasons.ts'

// What planning takes and answers. Everything that it reads is here: it asks for nothing by itself.

/** What planning reads of a notification. `data` is the event's data (`ingest/event-data.ts`). */
export interface PlanNotification {
  eventType: string | null
  source: SourceKind
  /** The webhook endpoint's key, the Kafka topic … */
  sourceName?: string | null
  data: Record<string, unknown>
  /** Whom its source's mapping names: an e-mail address, or a user's id or external id. */
  addressee?: string | null
  /** Put by hand in place of whom its mapping or the rules would find: an e-mail address, or a user's id. Explain's. */
  instead?: string | null
  /** A template asked for by its key, for one user: no workflow is looked for. */
  request?: PlanRequest | null
  /** When it was accepted: a workflow's delay counts from then. */
  acceptedAt: Date
  /** Not to be sent before; not to be sent after. */
  scheduledAt?: Date | null
  expiresAt?: Date | null
}

export interface PlanRequest {
  /** What `findUser` is asked for. */
  user: string
  channels: readonly string[]
  templateKey: string
  /** As it was asked for; null: the template's. */
  category: string | null
  /** Null: there is no such template (any more). */
  template: PlanTemplate | null
}

/** A template as it is sent now. */
export interface PlanTemplate {
  version: number
  category: string
  /** Its default; null: that of the settings. */
  defaultLocale: string | null
  /** Those it has words for, the default first; empty: in the language of the built-in ones alone. */
  locales: readonly string[]
}

type WorkflowRow = typeof workflows.$inferSelect

export type PlanWorkflow = Pick<
  WorkflowRow,
  | 'id'
  | 'key'
  | 'name'
  | 'version'
  | 'eventType'
  | 'category'
  | 'channels'
  | 'templateKey'
  | 'recipients'
  | 'sender'
  | 'replyTo'
  | 'critical'
  | 'conditions'
  | 'delayS'
  | 'throttle'
  | 'duplicates'
  | 'digest'
  | 'fallback'
> & {
  /** Null: there is no such template, or it is archived. */
  template: PlanTemplate | null
}

export interface PlanUser {
  id: string
  externalId: string | null
  name: string | null
  email: string | null
  language: string | null
  timezone: string | null
  preferences: Preferences
  /** Endpoints of the browsers that subscribed, oldest first; those that have expired are left out. */
  pushEndpoints: readonly string[]
}

export interface PlanCategory {
  key: string
  name: string
  required: boolean
  /** Of users who did not choose. */
  defaults: Record<Channel, boolean>
  unsubscribable: boolean
  critical: boolean
}

export interface PlanSettings {
  alertEmail: string | null
  /** Addresses or `@domain`s that mail may go to, lower case; null: everybody. */
  allowTo: readonly string[] | null
  /** Of templates that have none: those of git. */
  defaultLocale: string
  /** IANA; of users who have none. */
  defaultTimezone: string
}

/** What happened before, for workflows that throttle or look for duplicates. */
export interface PlanHistory {
  /** Notifications of the workflow to the recipient (`recipientKey`) since then, itself not counted. */
  countSince(workflowId: string, recipient: string, since: Date): number
  /** The newest one with this fingerprint since then. */
  duplicateSince(
    workflowId: string,
    recipient: string,
    fingerprint: string,
    since: Date,
  ): { notificationId: string; at: Date } | null
  /** The digest that collects now, if it is due after `now`: an event joins it. `standsIn`: for another channel's. */
  openDigest(
    workflowId: string,
    recipient: string,
    at: { channel: Channel; standsIn: boolean; now: Date },
  ): { dueAt: Date } | null
}

export interface PlanInput {
  notification: PlanNotification
  /** Those that listen to its type and source, in the order in which they are asked (by key); none for a request. */
  workflows: readonly PlanWorkflow[]
  /** The user of a value that a recipient rule names: an id, an external id, `ext:` and an external id. */
  findUser: (idOrExternalId: string) => PlanUser | null
  /** The user who has this e-mail address. */
  findUserByEmail: (address: string) => PlanUser | null
  /** Null: not suppressed. `unsubscribed` is among them; whether it holds is the category's. */
  findSuppression: (channel: Channel, address: string) => Suppressed | null
  /** Categories that somebody who is no user switched off for this e-mail address. */
  findOptOuts: (address: string) => readonly string[]
  /** Never null: an unknown key has the defaults that `db/schema/categories.ts` names. */
  findCategory: (key: string) => PlanCategory
  history: PlanHistory
  settings: PlanSettings
  now: Date
}

/** One delivery made, held or withheld, and why. */
export interface Decision {
  status: 'QUEUED' | 'HELD' | 'WITHHELD'
  channel: Channel
  /** An e-mail address or a push endpoint; empty where it was withheld for want of one. */
  address: string
  userId: string | null
  category: string
  /** The workflow's or the category's: quiet hours do not hold it. */
  critical: boolean
  templateKey: string
  templateVersion: number
  locale: string
  sender: string | null
  replyTo: string | null
  dueAt: Date
  expiresAt: Date | null
  /** It waits for these (places in `Plan.decisions`), as the workflow's `fallback` says. */
  fallback: { of: number[]; unless: 'delivered' | 'seen'; afterS: number } | null
  /** It is collected: the storing job joins it to the open digest, or opens one that is due at `dueAt`. */
  digest: boolean
  reason: PlanReason
  reasonText: string
}

/**
 * One thing that was looked at, for people, in the order of the looking. Texts name no address and no name: ids only.
 * `passed`: it was no hindrance. `info`: it settled something (recipient, template, language).
 */
export interface PlanStep {
  code: string
  outcome: 'info' | 'passed' | 'held' | 'withheld' | 'ended'
  text: string
  channel?: Channel
  /** RFC 3339: until when it is held. */
  until?: string
}

/** `recorded`: kept, nobody to tell; `failed`: can't be carried out as configured. */
export type Plan = { steps: PlanStep[] } & (
  | {
      kind: 'deliver'
      workflowId: string | null
      workflowVersion: number | null
      userId: string | null
      /** Whom it is for, as `PlanHistory` knows them (`recipientKey`). */
      recipient: string
      decisions: Decision[]
      /** To be remembered for later ones; null: the workflow does not ask, or it was a duplicate or throttled. */
      remember: { fingerprint: string | null; expiresAt: Date } | null
    }
  | {
      kind: 'recorded' | 'failed'
      workflowId: string | null
      workflowVersion: number | null
      reason: PlanReason
      reasonText: string
    }
)

/** What is looked at again immediately before a delivery is sent, and whenever it was held. */
export interface Wanted {
  channel: Channel
  category: PlanCategory
  critical: boolean
  /** Null: no user. */
  preferences: Preferences | null
  /** Somebody who is no user switched the category off for this address. */
  isOptedOut: boolean
  /** IANA; whose quiet hours. */
  timezone: string
  /** When it would be sent. */
  at: Date
}

/** Whether it may go at that time. */
export type Verdict =
  | { kind: 'go' }
  | { kind: 'held'; until: Date; reason: 'quiet_hours'; reasonText: string }
  | { kind: 'withheld'; reason: 'channel_off' | 'category_off' | 'unsubscribed'; reasonText: string }
