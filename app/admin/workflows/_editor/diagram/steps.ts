import { channelNames } from '#app/_components/channel.tsx'
import type { Channel } from '#server/db/schema/deliveries.ts'
import type { WorkflowDefinition } from '#server/workflows/schemas.ts'
import { conditionWords } from '../../_words/condition-words.ts'
import { durationWords } from '../../_words/duration.ts'
import {
  digestWords,
  duplicateWords,
  recipientWords,
  sourceWords,
  throttleWords,
} from '../../_words/parts.ts'
import type { SectionId } from '../types.ts'

/** One thing that an event passes on its way. */
export interface DiagramStep {
  id: string
  /** The part of the form that settles it. */
  section: SectionId
  title: string
  lines: string[]
  /** It does something; what is off is drawn pale. */
  isOn: boolean
  /** Where an event goes that does not pass; null: all pass. */
  exit: string | null
}

/** What the diagram takes from outside of the workflow. */
export interface Surroundings {
  categoryName: string
  isRequired: boolean
  /** Of the category. */
  isCritical: boolean
  templateName: string
  providers: Readonly<Record<Channel, readonly string[]>>
}

/** The way of an event through a workflow, in the order in which it is planned. */
export function stepsOf(workflow: WorkflowDefinition, around: Surroundings): DiagramStep[] {
  const { eventType, sources, conditions, recipients, delayS, throttle, duplicates, digest } = workflow
  const { channels, fallback } = workflow
  const isCritical = workflow.critical || around.isCritical
  const rules = conditions?.rules.map(conditionWords) ?? []
  const step = (
    id: string,
    section: SectionId,
    title: string,
    lines: string[],
    more: Partial<Pick<DiagramStep, 'isOn' | 'exit'>> = {},
  ): DiagramStep => ({ id, section, title, lines, isOn: true, exit: null, ...more })
  return [
    step('event', 'event', 'Event', [
      eventType ?? 'none starts it',
      sources.length > 0 ? `from ${sources.map(sourceWords).join(', ')}` : 'from no source',
    ]),
    step(
      'conditions',
      'conditions',
      'Conditions',
      rules.length > 0 ? anded(rules, conditions?.match) : ['none'],
      {
        isOn: rules.length > 0,
        exit: rules.length > 0 ? 'else the next workflow, or Recorded' : null,
      },
    ),
    step('recipient', 'recipient', 'Recipient', recipients.map(recipientWords), {
      exit: 'nobody found: Recorded',
    }),
    step(
      'preferences',
      'about',
      'Preferences',
      [around.isRequired ? `${around.categoryName}: can’t be switched off` : `wants ${around.categoryName}`],
      { isOn: !around.isRequired, exit: around.isRequired ? null : 'switched off, unsubscribed: Withheld' },
    ),
    step(
      'duplicates',
      'limits',
      'Duplicates',
      duplicates ? [duplicateWords(duplicates)] : ['not looked for'],
      {
        isOn: duplicates !== null,
        exit: duplicates ? 'had it already: Withheld' : null,
      },
    ),
    step('throttle', 'limits', 'Throttle', [throttleLine(throttle, isCritical)], {
      isOn: throttle !== null && !isCritical,
      exit: throttle && !isCritical ? 'beyond: Withheld' : null,
    }),
    step('delay', 'timing', 'Delay', [delayS === null ? 'none' : `wait ${durationWords(delayS)}`], {
      isOn: delayS !== null,
    }),
    step(
      'quiet_hours',
      isCritical && !workflow.critical ? 'about' : 'timing',
      'Quiet hours',
      [isCritical ? 'critical: not held' : 'held until they end'],
      { isOn: !isCritical },
    ),
    step('digest', 'timing', 'Digest', [digestLine(digest, isCritical)], {
      isOn: digest !== null && !isCritical,
    }),
    step(
      'channels',
      'channels',
      channels.length > 1 ? (fallback ? 'Channels, one after the other' : 'Channels, at once') : 'Channel',
      channels.map((channel) => channelNames[channel]),
    ),
    step('template', 'content', 'Template', [around.templateName]),
    step(
      'provider',
      'retries',
      'Provider',
      channels.map(
        (channel) => `${channelNames[channel]}: ${around.providers[channel].join(', then ') || 'none'}`,
      ),
      { exit: failureLine(workflow.retry.delaysS.length) },
    ),
  ]
}

const CONDITIONS_SHOWN = 6

/** Joined line by line; of many the first, and how many others there are. */
function anded(rules: readonly string[], match: 'all' | 'any' | undefined): string[] {
  const word = match === 'any' ? 'or' : 'and'
  const lines = rules.map((rule, index) => (index === 0 ? rule : `${word} ${rule}`))
  if (lines.length <= CONDITIONS_SHOWN) return lines
  const shown = lines.slice(0, CONDITIONS_SHOWN - 1)
  return [...shown, `${word} ${lines.length - shown.length} more`]
}

const throttleLine = (throttle: WorkflowDefinition['throttle'], isCritical: boolean) =>
  throttle === null ? 'none' : isCritical ? 'critical: not held back' : throttleWords(throttle)

const digestLine = (digest: WorkflowDefinition['digest'], isCritical: boolean) =>
  digest === null ? 'none' : isCritical ? 'critical: not collected' : digestWords(digest)

const failureLine = (retries: number) =>
  retries === 0
    ? 'fails: Failed at once'
    : `fails for now: ${retries} ${retries === 1 ? 'retry' : 'retries'}, then Failed`
