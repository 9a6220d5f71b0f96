import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { createApiKey } from '#server/api-keys/create.ts'
import { systemClock } from '#server/clock.ts'
import type { Context } from '#server/context.ts'
import { closeDatabases, getDatabase } from '#server/db/pools.ts'
import { apiKeys } from '#server/db/schema/access.ts'
import { members } from '#server/db/schema/members.ts'
import { getEnv } from '#server/env.ts'
import { createMember } from '#server/members/create-member.ts'
import { makeVapidKeys } from '#server/push/vapid.ts'
import { registerGitTemplates } from '#server/templates/register-git.ts'
import { seedWorkflows } from '#server/workflows/seed.ts'
import { seedDemoTemplates } from './demo-templates.ts'
import { seedDemoUsers } from './demo-users.ts'

export { seedWorkflows }

/** What the first start made, to be shown once. `password` is there only if it was generated. */
export interface FirstStart {
  owner?: { email: string; password?: string }
  apiKey?: string
}

/**
 * Seeds a migrated database: templates, built-in workflows (those that exist stay as they are), and on the first start
 * the owner and an API key. Safe to run again and from several processes at once.
 */
export async function prepare(): Promise<FirstStart> {
  const ctx: Context = { db: getDatabase(), clock: systemClock, actor: { kind: 'system' } }
  try {
    const lock = await ctx.db.sql.reserve()
    await lock`select pg_advisory_lock(hashtext('posthorn.prepare'))`
    try {
      await registerGitTemplates(ctx)
      await seedWorkflows(ctx)
      await makeVapidKeys(ctx.db.orm, getEnv(), ctx.clock.now())
      if (getEnv().demo) {
        await seedDemoUsers(ctx)
        await seedDemoTemplates(ctx)
      }
      return { ...(await firstOwner(ctx)), ...(await firstApiKey(ctx)) }
    } finally {
      await lock`select pg_advisory_unlock(hashtext('posthorn.prepare'))`
      lock.release()
    }
  } finally {
    await closeDatabases()
  }
}

async function isEmpty(ctx: Context, table: typeof members | typeof apiKeys): Promise<boolean> {
  const rows = await ctx.db.orm.select({ one: sql`1` }).from(table).limit(1)
  return rows.length === 0
}

async function firstOwner(ctx: Context): Promise<FirstStart> {
  if (!(await isEmpty(ctx, members))) return {}
  const { ownerEmail, ownerPassword } = getEnv().access
  const password = ownerPassword ?? randomBytes(12).toString('base64url')
  await createMember(ctx, { name: 'Owner', email: ownerEmail, password, role: 'admin' })
  return { owner: { email: ownerEmail, ...(ownerPassword ? {} : { password }) } }
}

async function firstApiKey(ctx: Context): Promise<FirstStart> {
  if (!(await isEmpty(ctx, apiKeys))) return {}
  const { key } = await createApiKey(ctx, { name: 'first key', scopes: ['ingest', 'read'] })
  return { apiKey: key }
}
