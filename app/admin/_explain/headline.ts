import type { Channel } from '#server/db/schema/deliveries.ts'
import { languageName } from '../templates/languages.ts'
import { momentIn } from './moments.ts'

/** What of a delivery the headline needs; `ExplainedDelivery` has it. */
export interface HeadlineDelivery {
  channel: Channel
  status: string
  dueAt: Date
  /** `wordsIn`: the locale whose words are taken for `locale`. */
  template: { locale: string; wordsIn: string }
  fallbackOf: readonly number[]
  digest: boolean
}

export interface HeadlineInput {
  at: Date
  outcome: 'deliver' | 'recorded' | 'failed'
  user: { timezone: string } | null
  deliveries: readonly HeadlineDelivery[]
}

/** `would`: asked for; `was`: how one that exists was decided. */
export type Tense = 'would' | 'was'

const words: Record<Channel, { one: string; several: string }> = {
  email: { one: 'an e-mail', several: 'e-mails' },
  push: { one: 'a push message', several: 'push messages' },
}

const SOON_MS = 1_000
const WITHHELD = 'WITHHELD'

type Group = 'now' | 'held' | 'digest' | 'fallback' | 'withheld'

function groupOf({ status, dueAt, fallbackOf, digest }: HeadlineDelivery, at: Date): Group {
  if (status === WITHHELD) return 'withheld'
  if (fallbackOf.length > 0) return 'fallback'
  if (digest) return 'digest'
  return status === 'HELD' || dueAt.getTime() > at.getTime() + SOON_MS ? 'held' : 'now'
}

/** `Would send an e-mail in German now, and hold the push message until 08:00 (Europe/Berlin).` Pure. */
export function headlineOf(explanation: HeadlineInput, tense: Tense = 'would'): string {
  const { outcome, deliveries, user, at } = explanation
  const past = tense === 'was'
  if (outcome === 'failed') return past ? 'It could not be carried out.' : 'Would fail.'
  if (outcome === 'recorded' || deliveries.length === 0)
    return past ? 'It was recorded; there was nobody to tell.' : 'Would be recorded; there is nobody to tell.'
  const clauses = [...Map.groupBy(deliveries, (one) => `${groupOf(one, at)} ${one.channel}`).values()]
    .map((alike) => ({ alike, group: groupOf(alike[0] as HeadlineDelivery, at) }))
    .sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group))
    .map(({ alike, group }) => clause(group, alike, { past, zone: user?.timezone ?? null, at }))
  const [first = '', ...others] = clauses
  const listed = others.length === 0 ? first : `${clauses.slice(0, -1).join(', ')}, and ${clauses.at(-1)}`
  return past ? `It was decided to ${listed}.` : `Would ${listed}.`
}

const order: readonly Group[] = ['now', 'held', 'digest', 'fallback', 'withheld']

interface Frame {
  past: boolean
  zone: string | null
  at: Date
}

function clause(group: Group, alike: readonly HeadlineDelivery[], { past, zone, at }: Frame): string {
  const [first] = alike as [HeadlineDelivery, ...HeadlineDelivery[]]
  const { one, several } = words[first.channel]
  const what = alike.length === 1 ? one : `${alike.length} ${several}`
  const languages = [
    ...new Set(alike.map(({ template }) => languageName(template.wordsIn || template.locale))),
  ]
  const written = `${what} in ${languages.join(' and ')}`
  const until = momentIn(first.dueAt, zone, at)
  switch (group) {
    case 'now':
      return `send ${written} ${past ? 'at once' : 'now'}`
    case 'held':
      return `hold ${written} until ${until}`
    case 'digest':
      return `collect ${written} into a digest that goes out at ${until}`
    case 'fallback':
      return `fall back on ${written} at ${until} if need be`
    case 'withheld':
      return `withhold ${what}`
  }
}
