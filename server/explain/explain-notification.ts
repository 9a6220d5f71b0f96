import { and, asc, eq, gte, inArray, isNull } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { lowestIdSince } from '#server/db/ids.ts'
import { deliveries } from '#server/db/schema/deliveries.ts'
import { notifications } from '#server/db/schema/notifications.ts'
import { templateLocales } from '#server/db/schema/templates.ts'
import { users } from '#server/db/schema/users.ts'
import { workflows } from '#server/db/schema/workflows.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { wordsFor } from '#server/planning/language.ts'
import type { PlanSettings, PlanStep } from '#server/planning/types.ts'
import { explainedUser } from './explanation.ts'
import {
  type ExplainedDelivery,
  type ExplainNotificationInput,
  type Explanation,
  explainNotificationInput,
} from './schemas.ts'

type Delivery = typeof deliveries.$inferSelect

/**
 * How a notification was decided: the steps that were kept of it (none of one from before they were), and the
 * deliveries that were made of it, as they are now. Throws `not_found`, or `unprocessable` while it is to be planned.
 */
export async function explainNotification(
  { db: { orm }, actor }: Context,
  { settings }: { settings: Pick<PlanSettings, 'defaultLocale' | 'defaultTimezone'> },
  raw: ExplainNotificationInput,
): Promise<Explanation> {
  authorise(actor, 'read')
  const { id } = parse(explainNotificationInput, raw)
  const [found] = await orm
    .select({ notification: notifications, workflow: workflows, user: users })
    .from(notifications)
    .leftJoin(workflows, eq(workflows.id, notifications.workflowId))
    .leftJoin(users, eq(users.id, notifications.userId))
    .where(eq(notifications.id, id))
  if (!found) throw new DomainError('not_found', 'There is no notification with this id.')
  const { notification, workflow, user } = found
  if (notification.status === 'PENDING') throw new DomainError('unprocessable', 'It is still to be planned.')
  const made = await orm
    .select()
    .from(deliveries)
    .where(
      and(
        eq(deliveries.notificationId, id),
        // Those of replays were decided later.
        isNull(deliveries.replayMode),
        gte(deliveries.id, lowestIdSince([id])),
      ),
    )
    .orderBy(asc(deliveries.id))
  const localesOf = await localesOfVersions(orm, made)
  const at = notification.plannedAt ?? notification.createdAt
  const [first] = made
  return {
    at,
    outcome: first ? 'deliver' : notification.status === 'FAILED' ? 'failed' : 'recorded',
    reason: first ? null : notification.statusReason,
    workflow: workflow && {
      ...{ id: workflow.id, key: workflow.key, name: workflow.name },
      version: first?.workflowVersion ?? null,
    },
    user: user && explainedUser(user, settings.defaultTimezone, at),
    steps: (notification.plan ?? []) as PlanStep[],
    deliveries: made.map((delivery) => {
      const locales = localesOf(delivery)
      const template = { defaultLocale: locales[0] ?? null, locales }
      return explained(delivery, made, wordsFor(template, delivery.locale, settings))
    }),
  }
}

function explained(delivery: Delivery, all: readonly Delivery[], wordsIn: string): ExplainedDelivery {
  const { id, channel, address, status, dueAt, critical, templateKey, templateVersion, locale } = delivery
  const of = delivery.fallback?.of ?? []
  return {
    ...{ id, channel, address, status, dueAt, critical },
    reason: delivery.reason ?? '',
    reasonText: delivery.reasonText ?? '',
    category: delivery.category ?? '',
    template: { key: templateKey, version: templateVersion, locale, wordsIn },
    provider: delivery.provider,
    sender: delivery.sender,
    fallbackOf: all.flatMap((other, place) => (of.includes(other.id) ? place : [])),
    digest: delivery.isDigest || delivery.digestOf !== null,
  }
}

/** The locales that a delivery's version of its template has, the default first; none: it is of git. */
async function localesOfVersions(orm: Context['db']['orm'], made: readonly Delivery[]) {
  const keys = [...new Set(made.map(({ templateKey }) => templateKey))]
  const rows =
    keys.length === 0
      ? []
      : await orm
          .select({
            key: templateLocales.templateKey,
            version: templateLocales.version,
            locale: templateLocales.locale,
          })
          .from(templateLocales)
          .where(
            and(
              inArray(templateLocales.templateKey, keys),
              inArray(templateLocales.version, [...new Set(made.map((one) => one.templateVersion))]),
            ),
          )
          .orderBy(asc(templateLocales.position))
  return ({ templateKey, templateVersion }: Delivery): string[] =>
    rows
      .filter(({ key, version }) => key === templateKey && version === templateVersion)
      .map(({ locale }) => locale)
}
