import { asc, eq, sql } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { members } from '#server/db/schema/members.ts'

export interface TestRecipient {
  id: string
  name: string
  email: string
  you: boolean
}

/** Whom a test may be sent to: members who have proved that the address is theirs; the asker first. Throws `forbidden`. */
export async function testRecipients({ db, actor }: Context): Promise<TestRecipient[]> {
  authorise(actor, 'templates')
  const rows = await db.orm
    .select({ id: members.id, name: members.name, email: members.email })
    .from(members)
    .where(eq(members.emailVerified, true))
    .orderBy(asc(sql`lower(${members.name})`), asc(members.id))
  return rows
    .map((row) => ({ ...row, you: actor.kind === 'member' && actor.id === row.id }))
    .toSorted((a, b) => Number(b.you) - Number(a.you))
}
