import { systemClock } from '#server/clock.ts'
import { type Database, isDatabaseAway } from '#server/db/client.ts'
import { GroupCommit } from '#server/db/group-commit.ts'
import { addressFailure } from './header-values.ts'
import { DEDUPLICATES, type EmailProvider } from './provider.ts'

interface Taken {
  delivery_id: string
  to: string
  received_at: string
}

/**
 * The built-in inbox: mail is kept instead of sent, and the dashboard shows it. Calls at the same time share one
 * statement. It keeps who got it and when; the content is the delivery's.
 */
export function createInboxProvider(db: Database, clock = systemClock): EmailProvider {
  const commit = new GroupCommit<Taken, null>(
    async (items) => {
      await db.sql`
        insert into inbox_messages (delivery_id, "to", received_at)
        select delivery_id, "to", received_at
        from json_to_recordset(${JSON.stringify(items)}::text::json)
          as item (delivery_id uuid, "to" text, received_at timestamptz)
        on conflict (delivery_id) do nothing`
      return items.map(() => null)
    },
    { fatal: isDatabaseAway },
  )
  return {
    name: 'inbox',
    channel: 'email',
    deduplicates: DEDUPLICATES.inbox,
    concurrency: 200,
    async send(email) {
      const unsendable = addressFailure(email)
      if (unsendable) return unsendable
      const received_at = clock.now().toISOString()
      try {
        await commit.submit({ delivery_id: email.deliveryId, to: email.to, received_at })
        return { outcome: 'sent', providerMessageId: `inbox:${email.deliveryId}` }
      } catch (error) {
        if (!isDatabaseAway(error)) throw error
        const message = 'The database that keeps the inbox is away'
        return { outcome: 'provider_down', code: 'database_away', message, retryAfterMs: null }
      }
    },
    async close() {
      await commit.drained()
    },
  }
}
