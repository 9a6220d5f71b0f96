import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { authenticateKey } from '#server/api-keys/authenticate.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { templateVersions } from '#server/db/schema/templates.ts'
import { createGitRenderer } from '#server/rendering/git-templates.ts'
import { credentials } from '#server/supervisor/banner.ts'
import { registerGitTemplates } from '#server/templates/register-git.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { useEnv } from '#server/testing/env.ts'
import { asMember } from '#server/testing/factories.ts'
import { withOtherCode } from '#server/testing/other-code.ts'
import { prepare } from './first-start.ts'

let database: TestDatabase
let resetEnv: () => void
const useDatabase = (at: TestDatabase, owner = {}) => {
  resetEnv = useEnv({ DATABASE_URL: at.url, APP_SECRET: 'x'.repeat(32), ...owner })
}

beforeAll(async () => {
  database = await testDatabase()
  useDatabase(database)
})
afterAll(async () => {
  resetEnv()
  await database.close()
})

const counts = async () => {
  const [row] = await database.db.sql<Record<string, number>[]>`select
    (select count(*)::int from workflows) as workflows, (select count(*)::int from templates) as templates,
    (select count(*)::int from template_versions) as versions, (select count(*)::int from members) as members,
    (select count(*)::int from api_keys) as keys`
  return row
}

test('the first start makes the owner and a key that works, and the next ones make nothing', async () => {
  const first = await prepare()
  expect(first).toMatchObject({
    owner: { email: expect.stringContaining('@'), password: expect.stringMatching(/^.{16}$/) },
    apiKey: expect.stringMatching(/^ph_[\w-]{43}$/),
  })
  expect(await counts()).toEqual({ workflows: 14, templates: 14, versions: 14, members: 1, keys: 1 })
  const actor = await authenticateKey(database.db.orm, first.apiKey ?? '', null)
  expect(actor).toMatchObject({ kind: 'key', scopes: ['ingest', 'read'] })
  expect(await prepare()).toEqual({})
  expect(await counts()).toEqual({ workflows: 14, templates: 14, versions: 14, members: 1, keys: 1 })
})

test('an owner whose password was given is told without it', async () => {
  const other = await testDatabase()
  useDatabase(other, { OWNER_EMAIL: 'ada@example.com', OWNER_PASSWORD: 'correct horse' })
  const first = await prepare()
  expect(first.owner).toEqual({ email: 'ada@example.com' })
  expect(credentials(first)).toMatch(/^First start.*ada@example\.com with OWNER_PASSWORD; API key ph_/)
  useDatabase(database)
  await other.close()
})

test('what somebody changed in a workflow stays', async () => {
  await database.db
    .sql`update workflows set sender = 'Desk <desk@example.com>', enabled = false where key = 'welcome'`
  await prepare()
  const [row] = await database.db.sql`select sender, enabled from workflows where key = 'welcome'`
  expect(row).toEqual({ sender: 'Desk <desk@example.com>', enabled: false })
})

test('the key is kept as a hash alone', async () => {
  const rows = await database.db.sql`select * from api_keys`
  expect(rows).toHaveLength(1)
  expect(JSON.stringify(rows)).not.toMatch(/ph_[\w-]{20}/)
  const [audit] = await database.db.orm.select().from(auditLog).where(eq(auditLog.action, 'api_key.create'))
  expect(audit).toMatchObject({ actor: 'system', detail: { name: 'first key' } })
})

describe('a git template', () => {
  const versions = async () => {
    const rows = await database.db.orm
      .select()
      .from(templateVersions)
      .where(eq(templateVersions.templateKey, 'order-created'))
      .orderBy(asc(templateVersions.version))
    return rows.map(({ sourceHash }) => sourceHash)
  }

  test('gets a next version when its code is another, and none when it is the same', async () => {
    expect(await registerGitTemplates(asMember(database.db))).toEqual([])
    const [now] = await versions()
    await withOtherCode(database.db, 'order-created', 'before')
    expect(await registerGitTemplates(asMember(database.db))).toEqual(['order-created'])
    expect(await versions()).toEqual(['before', now])
  })

  test('whose code was taken back is rendered as the newer of the two versions', async () => {
    const [, now] = await versions()
    await withOtherCode(database.db, 'order-created', now ?? '')
    const render = await createGitRenderer(database.db.orm, {
      name: 'Posthorn',
      url: 'https://posthorn.test',
    })
    const recipient = { name: null, email: 'user@example.com', locale: 'en', timezone: null }
    const input = {
      templateKey: 'order-created',
      templateVersion: 2,
      data: { order_id: '12\r\nBcc: x@y.z', order_total: 599, customer_email: 'user@example.com' },
      recipient,
    }
    const mail = await render(input)
    expect(mail.version).toBe(2)
    expect(mail.subject).toMatch(/^[^\r\n]*12 Bcc: x@y\.z[^\r\n]*$/)
    expect(mail.html).toContain('599')
    expect(await render(input)).toEqual(mail)
    await expect(render({ ...input, templateKey: 'nothing' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(render({ ...input, data: {} })).rejects.toMatchObject({
      code: 'unprocessable',
      message: expect.stringContaining('order_id'),
    })
  })
})
