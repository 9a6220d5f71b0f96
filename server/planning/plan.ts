import { type Channel, channels } from '#server/db/schema/deliveries.ts'
import { recipientKey } from '#server/recipients/key.ts'
import { judgeChannel } from './channel.ts'
import { chooseWorkflow } from './choose-workflow.ts'
import { languageOf } from './language.ts'
import { limitsOf } from './limits.ts'
import type { Message } from './message.ts'
import type { PlanReason } from './reasons.ts'
import { findRecipient, type Recipient } from './recipients.ts'
import type {
  Decision,
  Plan,
  PlanCategory,
  PlanInput,
  PlanRequest,
  PlanStep,
  PlanTemplate,
  PlanWorkflow,
} from './types.ts'
import type { Before } from './when.ts'

/**
 * Decides which deliveries a notification makes, with a reason for each made, held or withheld, and the steps by which
 * it came to that. Pure: the worker stores its answer, and whoever wants an explanation calls it without storing.
 */
export function plan(input: PlanInput): Plan {
  const { notification } = input
  if (notification.request) return planRequest(input, notification.request)
  const { workflow, steps, reasonText } = chooseWorkflow(notification, input.workflows)
  if (workflow) return planByWorkflow(input, workflow, steps)
  const [only, ...others] = input.workflows
  return ended(
    'recorded',
    { reason: only ? 'condition_not_met' : 'no_workflow', reasonText, steps },
    others.length === 0 ? only : undefined,
  )
}

function planByWorkflow(input: PlanInput, workflow: PlanWorkflow, steps: PlanStep[]): Plan {
  const { templateKey, template, sender, replyTo } = workflow
  if (!template) {
    const reasonText = `The workflow “${workflow.key}” names the template “${templateKey}”, which does not exist.`
    return ended('failed', { reason: 'no_template', reasonText, steps }, workflow)
  }
  if (workflow.channels.length === 0) {
    const reasonText = `The workflow “${workflow.key}” has no channel that can carry it.`
    return ended('recorded', { reason: 'no_channel', reasonText, steps }, workflow)
  }
  const found = findRecipient(input, workflow)
  if (!('recipient' in found)) {
    const say = (kind: 'told' | 'kept') =>
      `Nobody to tell: ${found.misses.map((miss) => miss[kind]).join('; ') || 'the workflow names no recipient'}.`
    const words = { reasonText: say('told'), steps, stepText: say('kept') }
    return ended('recorded', { reason: 'nobody_to_tell', ...words }, workflow)
  }
  for (const { kept } of found.misses) {
    steps.push({ code: 'recipient', outcome: 'info', text: `Not the recipient: ${kept}.` })
  }
  steps.push(recipientStep(found.recipient, found.by))
  const category = input.findCategory(workflow.category)
  const message = messageOf(input, {
    workflow,
    ...{ recipient: found.recipient, category, templateKey, template, sender, replyTo },
    why: `By the workflow “${workflow.key}”.`,
  })
  steps.push(...settledSteps(input, message, template))
  return deliver(input, message, workflow.channels, steps)
}

/** A template asked for by its key goes to that user, on the channels that were named. */
function planRequest(input: PlanInput, request: PlanRequest): Plan {
  const { templateKey, template } = request
  const steps: PlanStep[] = [
    {
      code: 'workflow',
      outcome: 'info',
      text: 'No workflow is looked for: a template was asked for by its key.',
    },
  ]
  if (!template) {
    const reasonText = `There is no template “${templateKey}”, or it is archived.`
    return ended('failed', { reason: 'no_template', reasonText, steps })
  }
  const { instead } = input.notification
  const asked = instead ?? request.user
  const user = input.findUser(asked) ?? (instead ? input.findUserByEmail(asked) : null)
  if (!user) {
    const reasonText = `There is no user “${asked}”.`
    const stepText = 'There is no such user.'
    return ended('failed', { reason: 'no_user', reasonText, stepText, steps })
  }
  const recipient = { address: user.email, user }
  steps.push(recipientStep(recipient, instead ? 'your choice' : 'the request'))
  const category = input.findCategory(request.category ?? template.category)
  const message = messageOf(input, {
    workflow: null,
    ...{ recipient, category, templateKey, template, sender: null, replyTo: null },
    why: `The template “${templateKey}” was asked for.`,
  })
  steps.push(...settledSteps(input, message, template))
  return deliver(input, message, request.channels.filter(isChannel), steps)
}

const isChannel = (name: string): name is Channel => (channels as readonly string[]).includes(name)

function messageOf(
  input: PlanInput,
  from: {
    workflow: PlanWorkflow | null
    recipient: Recipient
    category: PlanCategory
    templateKey: string
    template: PlanTemplate
    sender: string | null
    replyTo: string | null
    why: string
  },
): Message {
  const { workflow, recipient, category, templateKey, template, sender, replyTo, why } = from
  const userId = recipient.user?.id ?? null
  const key = recipientKey(userId, recipient.address ?? '')
  const critical = category.critical || workflow?.critical === true
  const { locale } = languageOf(recipient.user, template, input.settings)
  return {
    ...{ workflow, recipient, category, critical, why },
    recipientKey: key,
    timezone: recipient.user?.timezone ?? input.settings.defaultTimezone,
    limits: workflow ? limitsOf(input, workflow, { recipient: key, critical }) : NO_LIMITS,
    common: { userId, templateKey, templateVersion: template.version, locale, sender, replyTo },
  }
}

const NO_LIMITS = { withheld: null, steps: [], remember: null }

function deliver(input: PlanInput, message: Message, on: readonly Channel[], steps: PlanStep[]): Plan {
  const { workflow, limits } = message
  const fallback = workflow?.fallback ?? null
  const decisions: Decision[] = []
  let before: Before | null = null
  for (const channel of on) {
    const judged = judgeChannel(input, message, channel, before)
    steps.push(...judged.steps)
    const places = judged.decisions.flatMap(({ status }, place) =>
      status === 'WITHHELD' ? [] : decisions.length + place,
    )
    decisions.push(...judged.decisions)
    const first = judged.decisions.find(({ status }) => status !== 'WITHHELD')
    if (fallback && first) {
      before = { channel, of: places, dueAt: first.dueAt, digest: first.digest, fallback }
    }
  }
  return {
    kind: 'deliver',
    steps,
    workflowId: workflow?.id ?? null,
    workflowVersion: workflow?.version ?? null,
    userId: message.common.userId,
    recipient: message.recipientKey,
    decisions,
    remember: decisions.some(({ status }) => status !== 'WITHHELD') ? limits.remember : null,
  }
}

/** Never who: that stands beside the plan, and what many plans say alike is written once. */
function recipientStep({ user }: Recipient, by: string): PlanStep {
  const whom = user ? 'a user' : 'an address that is no user’s'
  return { code: 'recipient', outcome: 'info', text: `It is for ${whom}, by ${by}.` }
}

function settledSteps({ settings }: PlanInput, message: Message, template: PlanTemplate): PlanStep[] {
  const { category, common, critical, recipient } = message
  const { templateKey, templateVersion } = common
  const info = (code: string, text: string): PlanStep => ({ code, outcome: 'info', text })
  const isCritical = critical ? ' It is critical.' : ''
  return [
    info('template', `With version ${templateVersion} of the template “${templateKey}”.`),
    info('language', languageOf(recipient.user, template, settings).text),
    info('category', `In the category “${category.name}”.${isCritical}`),
  ]
}

/** `stepText`: the reason without what must not be kept, where that differs. */
function ended(
  kind: 'recorded' | 'failed',
  words: { reason: PlanReason; reasonText: string; stepText?: string; steps: PlanStep[] },
  workflow?: PlanWorkflow,
): Plan {
  const { reason, reasonText, stepText, steps } = words
  return {
    kind,
    steps: [...steps, { code: reason, outcome: 'ended', text: stepText ?? reasonText }],
    workflowId: workflow?.id ?? null,
    workflowVersion: workflow?.version ?? null,
    reason,
    reasonText,
  }
}
