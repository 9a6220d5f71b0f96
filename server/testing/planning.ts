import { plan } from '#server/planning/plan.ts'
import type {
  Plan,
  PlanCategory,
  PlanHistory,
  PlanInput,
  PlanTemplate,
  PlanUser,
  PlanWorkflow,
} from '#server/planning/types.ts'
import type { Preferences } from '#server/preferences/preferences.ts'

// What planning takes, with nothing unusual about it; tests change what they are about.

export const noon = new Date('2026-11-20T12:00:00Z')

export const template: PlanTemplate = {
  version: 4,
  category: 'orders',
  defaultLocale: null,
  locales: [],
}

export const workflow: PlanWorkflow = {
  id: 'w',
  key: 'order-created',
  name: 'Order received',
  version: 2,
  eventType: 'ORDER_CREATED',
  category: 'orders',
  channels: ['email'],
  templateKey: 'order-created',
  template,
  recipients: [
    { kind: 'address', path: 'customer_email' },
    { kind: 'user', path: 'user_id' },
  ],
  sender: 'Shop <shop@example.com>',
  replyTo: 'help@example.com',
  critical: false,
  conditions: null,
  delayS: null,
  throttle: null,
  duplicates: null,
  digest: null,
  fallback: null,
}

export const chose = (changes: Partial<Preferences> = {}): Preferences => ({
  emailEnabled: true,
  pushEnabled: true,
  quietHoursStart: null,
  quietHoursEnd: null,
  categories: {},
  ...changes,
})

export const ada: PlanUser = {
  id: 'ada-id',
  externalId: 'P9',
  name: 'Ada',
  email: 'ada@example.com',
  language: 'de',
  timezone: 'Europe/Berlin',
  preferences: chose(),
  pushEndpoints: [],
}

export const category = (changes: Partial<PlanCategory> = {}): PlanCategory => ({
  key: 'orders',
  name: 'Orders',
  required: false,
  defaults: { email: true, push: true },
  unsubscribable: false,
  critical: false,
  ...changes,
})

/** Nothing happened before. */
export const noHistory: PlanHistory = {
  countSince: () => 0,
  duplicateSince: () => null,
  openDigest: () => null,
}

export interface Given extends Partial<Omit<PlanInput, 'notification'>> {
  data?: Record<string, unknown>
  notification?: Partial<PlanInput['notification']>
  workflow?: Partial<PlanWorkflow> | null
  user?: Partial<PlanUser> | null
  category?: Partial<PlanCategory>
}

/** An order of Ada's, at noon UTC, but for what is given. */
export function planInput(given: Given = {}): PlanInput {
  const {
    data = { user_id: 'P9' },
    notification,
    workflow: changed,
    user,
    category: changedCategory,
    ...rest
  } = given
  const known = user === null ? null : { ...ada, ...user }
  return {
    notification: { eventType: 'ORDER_CREATED', source: 'api', acceptedAt: noon, data, ...notification },
    workflows: changed === null ? [] : [{ ...workflow, ...changed }],
    findUser: (value) => (value === 'P9' || value === 'ada-id' ? known : null),
    findUserByEmail: (address) =>
      known?.email && address.toLowerCase() === known.email.toLowerCase() ? known : null,
    findSuppression: () => null,
    findOptOuts: () => [],
    findCategory: (key) => category({ key, ...changedCategory }),
    history: noHistory,
    settings: { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' },
    now: noon,
    ...rest,
  }
}

/** What is planned for it. */
export const planned = (given: Given = {}): Plan => plan(planInput(given))
