import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeDatabases } from '#server/db/pools.ts'
import { type MemberRole, memberRoles } from '#server/db/schema/members.ts'
import { isDomainError } from '#server/errors.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { useEnv } from '#server/testing/env.ts'
import { router } from './init.ts'
import { appRouter } from './root.ts'

// Verbs authorise before they look at their input: with none, those who may hear of the input, others of their role.

/** The least role that may call what changes something. What stands here under `viewer` touches its caller alone. */
const least: Record<string, MemberRole> = {
  'members.rename': 'viewer',
  'members.changePassword': 'viewer',
  'members.endSession': 'viewer',
  'members.signOutEverywhere': 'viewer',
  'inbox.markRead': 'viewer',
  'templateChecks.run': 'author',
  'templateChecks.startBacktest': 'author',
  'templateChecks.cancelBacktest': 'author',
  'templateChecks.sendTest': 'author',
  'inbox.delete': 'operator',
  'notifications.retry': 'operator',
  'notifications.cancel': 'operator',
  'notifications.replay': 'operator',
  'notifications.sendTest': 'operator',
  'explain.run': 'operator',
  'users.create': 'operator',
  'users.update': 'operator',
  'users.setPreferences': 'operator',
  'users.removeSubscription': 'operator',
  'users.revokeLinks': 'operator',
  'users.erase': 'operator',
  'templates.create': 'author',
  'templates.saveDraft': 'author',
  'templates.publish': 'author',
  'templates.rollBack': 'author',
  'templates.preview': 'author',
  'templates.saveFixture': 'author',
  'team.changeRole': 'admin',
  'team.remove': 'admin',
  'team.signOut': 'admin',
  'team.makeResetLink': 'admin',
  'team.invite': 'admin',
  'team.resend': 'admin',
  'team.revoke': 'admin',
  'apiKeys.create': 'admin',
  'apiKeys.revoke': 'admin',
  'workflows.create': 'admin',
  'workflows.check': 'admin',
  'workflows.save': 'admin',
  'workflows.setEnabled': 'admin',
  'workflows.duplicate': 'admin',
  'workflows.archive': 'admin',
  'workflows.restore': 'admin',
  'workflows.restoreVersion': 'admin',
  'categories.create': 'admin',
  'categories.save': 'admin',
  'categories.remove': 'admin',
  'categories.order': 'admin',
}
/** Queries that not every member may ask. */
const leastToAsk: Record<string, MemberRole> = {
  'templateChecks.testRecipients': 'author',
  'notifications.testEvents': 'operator',
  'users.list': 'operator',
  'users.get': 'operator',
  'users.history': 'operator',
  'apiKeys.list': 'admin',
  'team.invitations': 'admin',
}

/** Come as mutations for the size of what they are given, and store nothing. */
const harmless = ['sources.tryMapping', 'templates.renderVersion']

let database: TestDatabase
let undo: () => void
beforeAll(async () => {
  database = await testDatabase()
  undo = useEnv({ DATABASE_URL: database.url, APP_SECRET: 's'.repeat(32) })
})
afterAll(async () => {
  await closeDatabases()
  undo()
  await database.close()
})

type Procedure = { _def: { type: 'query' | 'mutation' | 'subscription' } }
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>)
const paths = (type: string) => procedures.filter(([, { _def }]) => _def.type === type).map(([path]) => path)

/** Whether a member of that role is let in to the verb. */
async function isLetIn(path: string, role: MemberRole): Promise<boolean> {
  const member = { id: 'm', name: 'Ada', email: 'ada@example.com', role, sessionId: 's' }
  const caller = router({ all: appRouter }).createCaller({ member: async () => member, traceId: 'trace' })
  const call = path
    .split('.')
    .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], caller.all) as (
    input: unknown,
  ) => Promise<unknown>
  try {
    await call({})
    return true
  } catch (error) {
    const { cause } = error as { cause?: unknown }
    return !(isDomainError(cause) && cause.code === 'forbidden')
  }
}

const rolesLetIn = async (path: string) => {
  const letIn: MemberRole[] = []
  for (const role of memberRoles) if (await isLetIn(path, role)) letIn.push(role)
  return letIn
}
const from = (role: MemberRole) => memberRoles.slice(memberRoles.indexOf(role))

test.each(Object.entries(least))('%s is for %s and above', async (path, role) => {
  expect(paths('mutation')).toContain(path)
  expect(await rolesLetIn(path)).toEqual(from(role))
})

test.each(paths('mutation').filter((path) => least[path] !== 'viewer' && !harmless.includes(path)))(
  'a viewer may not call %s',
  async (path) => {
    expect(await isLetIn(path, 'viewer')).toBe(false)
  },
)

test.each(Object.entries(leastToAsk))('%s is asked by %s and above', async (path, role) => {
  expect(paths('query')).toContain(path)
  expect(await rolesLetIn(path)).toEqual(from(role))
})

test('who is signed in hears what the role allows', async () => {
  const caller = appRouter.createCaller({
    member: async () => ({ id: 'm', name: 'Ada', email: 'ada@example.com', role: 'author', sessionId: 's' }),
    traceId: 'trace',
  })
  expect(await caller.members.me()).toMatchObject({ member: { role: 'author' }, may: ['read', 'templates'] })
})
