import type { Context } from '#server/context.ts'
import type { Database } from '#server/db/client.ts'
import { type Channel, channels } from '#server/db/schema/deliveries.ts'
import type { SuppressionReason } from '#server/db/schema/suppressions.ts'
import { findRecipient } from './recipient.ts'
import { isOn, isOptional, isUnsubscribed, type Standing, standingOf } from './standing.ts'

export interface PageCategory {
  key: string
  name: string
  description: string | null
  required: boolean
  /** Who unsubscribes from all optional mail gets none of it. */
  optional: boolean
  /** By the channels that the recipient can be reached on. */
  on: Partial<Record<Channel, boolean>>
}

/** What a recipient sees of themselves on their own page. */
export interface RecipientPage {
  address: string
  /** Null: nobody whom we know more of than the address. */
  user: {
    channels: Record<Channel, boolean>
    quietHours: { start: string; end: string } | null
    /** BCP 47. */
    language: string | null
    /** IANA. */
    timezone: string | null
  } | null
  categories: PageCategory[]
  /** The category of the mail that the link stood in. */
  linked: string | null
  /** They get no optional mail. */
  unsubscribed: boolean
  /** Why no mail at all goes to the address; null: it does. */
  stopped: Exclude<SuppressionReason, 'unsubscribed'> | null
  /** BCP 47: those that there are templates in, and theirs. */
  languages: string[]
}

/** What the link's recipient gets, and what they can choose. Throws `not_found` for a link that is not valid. */
export async function recipientPage(
  { db }: Pick<Context, 'db'>,
  appSecret: string,
  token: string,
): Promise<RecipientPage> {
  const standing = await standingOf(db.orm, await findRecipient(db.orm, appSecret, token))
  const { recipient, user, suppressed } = standing
  const reachable: readonly Channel[] = user ? channels : ['email']
  const languages = user ? await languagesOfTemplates(db) : []
  return {
    address: recipient.address,
    user: user && {
      channels: { email: user.preferences.emailEnabled, push: user.preferences.pushEnabled },
      quietHours: quietHoursOf(user.preferences),
      language: user.language,
      timezone: user.timezone,
    },
    categories: offered(standing).map((category) => ({
      key: category.key,
      name: category.name,
      description: category.description,
      required: category.required,
      optional: isOptional(category),
      on: Object.fromEntries(reachable.map((channel) => [channel, isOn(standing, category, channel)])),
    })),
    linked: recipient.category,
    unsubscribed: isUnsubscribed(standing),
    stopped: suppressed && suppressed.reason !== 'unsubscribed' ? suppressed.reason : null,
    languages: [...new Set([...languages, ...(user?.language ? [user.language] : [])])].sort(),
  }
}

/** Of an address alone only switching off is kept: what is off by default could not be switched on. */
export const offered = ({ user, categories }: Standing) =>
  user ? categories : categories.filter(({ required, defaults }) => required || defaults.email)

function quietHoursOf(chosen: { quietHoursStart: string | null; quietHoursEnd: string | null }) {
  const { quietHoursStart: start, quietHoursEnd: end } = chosen
  return start !== null && end !== null ? { start, end } : null
}

/** Of the newest version of each; those of git are in English. */
async function languagesOfTemplates({ sql }: Database): Promise<string[]> {
  const rows = await sql<{ locale: string }[]>`
    select distinct l.locale from templates t join template_locales l on l.template_key = t.key
    where t.archived_at is null
      and l.version = (select max(v.version) from template_versions v where v.template_key = t.key and v.version > 0)`
  return ['en', ...rows.map(({ locale }) => locale)]
}
