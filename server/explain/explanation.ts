import type { Channel } from '#server/db/schema/deliveries.ts'
import { wordsFor } from '#server/planning/language.ts'
import type { Decision, Plan, PlanInput, PlanUser } from '#server/planning/types.ts'
import { localTimeText } from '#server/planning/words.ts'
import type { ExplainedDelivery, ExplainedUser, Explanation } from './schemas.ts'

interface Explained {
  input: PlanInput
  made: Plan
  /** Who was put by hand in place of whom the rules find. */
  user: PlanUser | null
  providers: Readonly<Record<Channel, readonly string[]>>
  /** Whether its workflow is one that is stored. */
  saved: boolean
}

/** A plan as people are shown it. */
export function explanationOf({ input, made, user, providers, saved }: Explained): Explanation {
  const at = input.now
  const { settings, notification } = input
  const workflow = input.workflows.find(({ id }) => id === made.workflowId)
  const template = workflow?.template ?? notification.request?.template ?? null
  const found = made.kind === 'deliver' && made.userId ? input.findUser(made.userId) : null
  const whom = found ?? user
  const deliveries = made.kind === 'deliver' ? made.decisions : []
  return {
    at,
    outcome: made.kind,
    reason: made.kind === 'deliver' ? null : made.reasonText,
    workflow: workflow
      ? {
          id: saved ? workflow.id : null,
          key: workflow.key,
          name: workflow.name,
          version: saved ? workflow.version : null,
        }
      : null,
    user: whom && explainedUser(whom, settings.defaultTimezone, at),
    steps: made.steps,
    deliveries: deliveries.map((decision) => {
      const wordsIn = template ? wordsFor(template, decision.locale, settings) : decision.locale
      return explainedDelivery(decision, { wordsIn, providers })
    }),
  }
}

/** A user as they are shown beside an explanation. */
export function explainedUser(
  {
    id,
    name,
    email,
    language,
    timezone,
  }: Omit<ExplainedUser, 'localTime' | 'timezone'> & { timezone: string | null },
  defaultTimezone: string,
  at: Date,
): ExplainedUser {
  const zone = timezone ?? defaultTimezone
  return { id, name, email, language, timezone: zone, localTime: localTimeText(at, zone) }
}

function explainedDelivery(
  decision: Decision,
  { wordsIn, providers }: { wordsIn: string } & Pick<Explained, 'providers'>,
): ExplainedDelivery {
  const { channel, status, templateKey, templateVersion, locale, fallback } = decision
  return {
    id: null,
    channel,
    address: decision.address,
    status,
    dueAt: decision.dueAt,
    reason: decision.reason,
    reasonText: decision.reasonText,
    category: decision.category,
    critical: decision.critical,
    template: { key: templateKey, version: templateVersion, locale, wordsIn },
    provider: status === 'WITHHELD' ? null : (providers[channel][0] ?? null),
    sender: decision.sender,
    fallbackOf: fallback?.of ?? [],
    digest: decision.digest,
  }
}
