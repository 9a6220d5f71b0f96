import type { Database } from '#server/db/client.ts'

/** The versions of a template as if another code had made them. Only a test may change one: the trigger is off. */
export async function withOtherCode(db: Database, key: string, sourceHash: string): Promise<void> {
  await db.sql.begin(async (sql) => {
    await sql`set local session_replication_role = replica`
    await sql`update template_versions set source_hash = ${sourceHash} where template_key = ${key}`
  })
}
