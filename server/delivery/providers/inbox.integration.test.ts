import { expect } from 'vitest'
import { createDatabase } from '#server/db/client.ts'
import { testDatabase } from '#server/testing/database.ts'
import { describeProvider, type ProviderEdge } from '#server/testing/provider-conformance.ts'
import { createInboxProvider } from './inbox.ts'

async function startInboxEdge(): Promise<ProviderEdge> {
  const database = await testDatabase()
  const { sql } = database.db
  return {
    create: () => createInboxProvider(database.db),
    async received() {
      const rows = await sql<{ delivery_id: string; to: string }[]>`
        select delivery_id, "to" from inbox_messages order by delivery_id`
      return rows.map((row) => ({ key: row.delivery_id, to: row.to, content: null }))
    },
    async reset() {
      await sql`truncate inbox_messages`
    },
    // The pool is the process's; what must not stay open is a statement.
    async open() {
      const [row] = await sql<{ count: number }[]>`
        select count(*)::int as count from pg_stat_activity
        where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()`
      return row?.count ?? 0
    },
    close: () => database.close(),
  }
}

describeProvider('inbox', startInboxEdge, [
  {
    when: 'the database is away',
    provoke: () =>
      createInboxProvider(
        createDatabase({
          url: 'postgres://nobody@127.0.0.1:1/none',
          schema: 'posthorn',
          applicationName: 'tests',
        }),
      ),
    answer: { outcome: 'provider_down', code: 'database_away', message: expect.any(String) },
  },
])
