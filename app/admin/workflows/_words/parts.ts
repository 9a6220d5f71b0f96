import { channelNames } from '#app/_components/channel.tsx'
import type { RecipientRule, WorkflowSource } from '#server/db/schema/workflows.ts'
import type { WorkflowDefinition } from '#server/workflows/schemas.ts'
import { conditionWords } from './condition-words.ts'
import { durationWords, perWords } from './duration.ts'

type Field = keyof WorkflowDefinition

/** A field of a workflow in words, a line for each thing that it lists. */
export interface Part {
  path: Field
  label: string
  lines: string[]
}

const kinds: Record<string, string> = {
  api: 'API',
  webhook: 'Webhook',
  sql: 'SQL',
  kafka: 'Kafka',
  'send-notification': '/send-notification',
}
/** What a source kind is called, all of it. */
export const kindWords: Record<string, string> = { ...kinds, webhook: 'Webhooks' }

/** `webhook:shop` → `Webhook “shop”`. */
export function sourceWords(source: WorkflowSource): string {
  const [kind = '', ...name] = source.split(':')
  return name.length > 0 ? `${kinds[kind] ?? kind} “${name.join(':')}”` : (kindWords[kind] ?? kind)
}

export function recipientWords(rule: RecipientRule): string {
  if (rule.kind === 'setting') return 'the address in ALERT_EMAIL'
  return rule.kind === 'address'
    ? `the address at ${rule.path || '…'}`
    : `the user whose id is at ${rule.path || '…'}`
}

const off = ['Off']
const orOff = <T>(value: T | null, words: (value: T) => string): string[] =>
  value === null ? off : [words(value)]

export const throttleWords = ({ max, perS }: NonNullable<WorkflowDefinition['throttle']>) =>
  `At most ${max} ${perWords(perS)} to one recipient`

export const duplicateWords = ({ windowS, path }: NonNullable<WorkflowDefinition['duplicates']>) =>
  `Within ${durationWords(windowS)}, ${path === null ? 'all of the data alike' : `the same ${path}`}`

export const digestWords = (digest: NonNullable<WorkflowDefinition['digest']>) =>
  digest.until === 'window'
    ? `Collected for ${durationWords(digest.windowS)}`
    : 'Collected until quiet hours end'

export const fallbackWords = ({ afterS, unless }: NonNullable<WorkflowDefinition['fallback']>) =>
  `The next channel after ${durationWords(afterS)}, unless it was ${unless}`

const ordered = (lines: string[]) =>
  lines.length > 1 ? lines.map((line, index) => `${index + 1}. ${line}`) : lines

const words: { [F in Field]: { label: string; lines: (workflow: WorkflowDefinition) => string[] } } = {
  name: { label: 'Name', lines: ({ name }) => [name] },
  description: { label: 'Description', lines: ({ description }) => [description ?? 'None'] },
  eventType: { label: 'Event type', lines: ({ eventType }) => [eventType ?? 'None: no event starts it'] },
  sources: {
    label: 'Sources',
    lines: ({ sources }) => (sources.length > 0 ? sources.map(sourceWords) : ['None']),
  },
  conditions: {
    label: 'Conditions',
    lines: ({ conditions }) => {
      if (conditions === null) return ['None: every event']
      const rules = conditions.rules.map(conditionWords)
      return rules.length > 1 ? [conditions.match === 'all' ? 'All of:' : 'Any of:', ...rules] : rules
    },
  },
  recipients: { label: 'Recipient', lines: ({ recipients }) => ordered(recipients.map(recipientWords)) },
  category: { label: 'Category', lines: ({ category }) => [category] },
  critical: { label: 'Critical', lines: ({ critical }) => [critical ? 'Yes' : 'No'] },
  channels: {
    label: 'Channels',
    lines: ({ channels, fallback }) => {
      const names = channels.map((channel) => channelNames[channel])
      return fallback ? ordered(names) : names
    },
  },
  fallback: { label: 'Fallback', lines: ({ fallback }) => orOff(fallback, fallbackWords) },
  push: {
    label: 'Push',
    lines: ({ push }) =>
      push === null
        ? ['As usual: kept for 1 day, normal urgency']
        : [
            `Kept for ${durationWords(push.ttlS)}, ${push.urgency} urgency`,
            ...(push.topic ? [`Replaces what waits under the topic ${push.topic}`] : []),
          ],
  },
  duplicates: { label: 'Duplicates', lines: ({ duplicates }) => orOff(duplicates, duplicateWords) },
  throttle: { label: 'Throttle', lines: ({ throttle }) => orOff(throttle, throttleWords) },
  delayS: { label: 'Delay', lines: ({ delayS }) => orOff(delayS, durationWords) },
  digest: { label: 'Digest', lines: ({ digest }) => orOff(digest, digestWords) },
  templateKey: { label: 'Template', lines: ({ templateKey }) => [templateKey || 'None'] },
  sender: { label: 'Sender', lines: ({ sender }) => [sender ?? 'As set for all (EMAIL_FROM)'] },
  replyTo: { label: 'Reply to', lines: ({ replyTo }) => [replyTo ?? 'The sender'] },
  retry: {
    label: 'Retries',
    lines: ({ retry: { delaysS, onUnknown } }) => [
      delaysS.length > 0 ? `After ${delaysS.map(durationWords).join(', ')}` : 'None',
      onUnknown === 'ask' ? 'An unknown outcome is left to a person' : 'An unknown outcome is sent again',
    ],
  },
}

/** Every field in words, in the order in which things happen. */
export const partsOf = (workflow: WorkflowDefinition): Part[] =>
  (Object.keys(words) as Field[]).map((path) => ({
    path,
    label: words[path].label,
    lines: words[path].lines(workflow),
  }))
