import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Context, mayUse } from '#server/context.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { templateLocales, templates, templateVersions } from '#server/db/schema/templates.ts'
import { workflows, workflowVersions } from '#server/db/schema/workflows.ts'
import { publishTemplate } from '#server/templates/publish.ts'
import { registerGitTemplates } from '#server/templates/register-git.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { asMember, pendingNotification, queuedDelivery } from '#server/testing/factories.ts'
import { archiveWorkflow } from './archive.ts'
import { checkWorkflow } from './check.ts'
import { createWorkflow } from './create.ts'
import { duplicateWorkflow } from './duplicate.ts'
import { enabledWorkflows } from './find.ts'
import { getWorkflow } from './get.ts'
import { listWorkflows } from './list.ts'
import { workflowOptions } from './options.ts'
import { restoreWorkflow } from './restore.ts'
import { restoreWorkflowVersion } from './restore-version.ts'
import { saveWorkflow } from './save.ts'
import type { WorkflowDefinition } from './schemas.ts'
import { seedWorkflows } from './seed.ts'
import { setWorkflowEnabled } from './set-enabled.ts'
import { workflowHistory } from './versions.ts'

const settings = { alertEmail: false }
const definition: WorkflowDefinition = {
  name: 'Big order',
  description: null,
  eventType: 'BIG_ORDER',
  sources: ['api'],
  category: 'orders',
  channels: ['email'],
  templateKey: 'order-created',
  recipients: [{ kind: 'address', path: 'customer_email' }],
  sender: null,
  replyTo: null,
  retry: { delaysS: [300], onUnknown: 'ask' },
  critical: false,
  conditions: null,
  delayS: null,
  throttle: null,
  duplicates: null,
  digest: null,
  fallback: null,
  push: null,
}
const key = 'big-order'

let database: TestDatabase
let ctx: Context
beforeAll(async () => {
  database = await testDatabase()
  ctx = asMember(database.db)
  await registerGitTemplates(ctx)
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.db.orm.delete(workflows)
  await database.db.orm.delete(workflowVersions)
  await database.db.orm.delete(auditLog)
})

const asBob = (): Context => ({ ...ctx, actor: { kind: 'member', id: 'bob', name: 'Bob', role: 'admin' } })
const actions = async () => (await database.db.orm.select().from(auditLog)).map(({ action }) => action)
const versions = async () =>
  (await workflowHistory(ctx, { key })).map(({ version, authorName, definition: { delayS } }) => [
    version,
    authorName,
    delayS,
  ])

test('a new workflow is off, and starts when it is switched on', async () => {
  await createWorkflow(ctx, { key, definition })
  expect(await getWorkflow(ctx, settings, { key })).toMatchObject({
    ...{ key, version: 1, enabled: false, archivedAt: null, updatedByName: 'Ada', definition },
  })
  expect(await enabledWorkflows(database.db.orm)).toEqual([])
  await setWorkflowEnabled(ctx, { key, enabled: true })
  expect((await enabledWorkflows(database.db.orm)).map((one) => one.key)).toEqual([key])
  expect(await versions()).toEqual([[1, 'Ada', null]])
  expect(await actions()).toEqual(['workflow.create', 'workflow.enable'])
  await expect(createWorkflow(ctx, { key, definition })).rejects.toMatchObject({
    code: 'conflict',
    issues: [{ path: 'key' }],
  })
})

test('each save is the next version, and saving the same is none', async () => {
  await createWorkflow(ctx, { key, definition })
  const delayed = { ...definition, delayS: 600 }
  expect(await saveWorkflow(asBob(), { key, version: 1, definition: delayed, note: 'patience' })).toEqual({
    version: 2,
  })
  expect(await saveWorkflow(ctx, { key, version: 2, definition: delayed })).toEqual({ version: 2 })
  expect(await versions()).toEqual([
    [2, 'Bob', 600],
    [1, 'Ada', null],
  ])
  expect((await workflowHistory(ctx, { key }))[0]).toMatchObject({ note: 'patience', restores: null })
})

test('who saves over what somebody else saved since is told who and when, and nothing is lost', async () => {
  await createWorkflow(ctx, { key, definition })
  await saveWorkflow(asBob(), { key, version: 1, definition: { ...definition, delayS: 60 } })
  await expect(
    saveWorkflow(ctx, { key, version: 1, definition: { ...definition, delayS: 120 } }),
  ).rejects.toMatchObject({ code: 'conflict', message: expect.stringMatching(/^Bob saved version 2 at 20/) })
  expect(await versions()).toHaveLength(2)
})

test('of two who save at once one is told', async () => {
  await createWorkflow(ctx, { key, definition })
  const both = await Promise.allSettled(
    [60, 120].map((delayS) => saveWorkflow(ctx, { key, version: 1, definition: { ...definition, delayS } })),
  )
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await versions()).toHaveLength(2)
})

test('an older version comes back as the next', async () => {
  await createWorkflow(ctx, { key, definition })
  await saveWorkflow(ctx, { key, version: 1, definition: { ...definition, delayS: 60 } })
  expect(await restoreWorkflowVersion(ctx, { key, version: 2, restores: 1 })).toEqual({ version: 3 })
  expect((await getWorkflow(ctx, settings, { key })).definition).toEqual(definition)
  expect((await workflowHistory(ctx, { key }))[0]).toMatchObject({ version: 3, restores: 1 })
  await expect(restoreWorkflowVersion(ctx, { key, version: 3, restores: 9 })).rejects.toMatchObject({
    code: 'not_found',
  })
  await expect(restoreWorkflowVersion(ctx, { key, version: 2, restores: 1 })).rejects.toMatchObject({
    code: 'conflict',
  })
})

test('what was there before there were versions is kept with its first change', async () => {
  await seedWorkflows(ctx)
  await database.db.orm.delete(workflowVersions)
  const one = { key: 'order-created' }
  expect((await workflowHistory(ctx, one)).map(({ version }) => version)).toEqual([1])
  const { definition: seeded } = await getWorkflow(ctx, settings, one)
  await saveWorkflow(ctx, { ...one, version: 1, definition: { ...seeded, critical: true } })
  const kept = await workflowHistory(ctx, one)
  expect(
    kept.map(({ version, authorName, definition: { critical } }) => [version, authorName, critical]),
  ).toEqual([
    [2, 'Ada', true],
    [1, 'Posthorn', false],
  ])
})

test('a version of before a rule is shown as it was, and is not brought back', async () => {
  await createWorkflow(ctx, { key, definition })
  const alone = { ...definition, fallback: { afterS: 60, unless: 'seen' }, push: undefined }
  await database.db.orm.update(workflowVersions).set({ definition: alone })
  await saveWorkflow(ctx, { key, version: 1, definition: { ...definition, delayS: 60 } })
  expect((await workflowHistory(ctx, { key }))[1]?.definition).toMatchObject({
    ...{ channels: ['email'], fallback: { afterS: 60 }, push: null },
  })
  await expect(restoreWorkflowVersion(ctx, { key, version: 2, restores: 1 })).rejects.toMatchObject({
    ...{ code: 'unprocessable', message: expect.stringContaining('fallback needs a second channel') },
  })
})

test('the built-in ones have their version 1, and seeding again changes nothing', async () => {
  await seedWorkflows(ctx)
  await seedWorkflows(ctx)
  const all = await listWorkflows(ctx)
  expect(all.length).toBeGreaterThan(10)
  expect(await database.db.orm.$count(workflowVersions)).toBe(all.length)
  expect(all.every(({ templateMissing }) => !templateMissing)).toBe(true)
})

test('an archived one starts nothing, is not changed, and comes back off', async () => {
  await createWorkflow(ctx, { key, definition })
  await setWorkflowEnabled(ctx, { key, enabled: true })
  await archiveWorkflow(ctx, { key })
  expect(await enabledWorkflows(database.db.orm)).toEqual([])
  for (const change of [
    () => saveWorkflow(ctx, { key, version: 1, definition: { ...definition, critical: true } }),
    () => setWorkflowEnabled(ctx, { key, enabled: true }),
    () => archiveWorkflow(ctx, { key }),
  ]) {
    await expect(change()).rejects.toMatchObject({ code: 'conflict' })
  }
  await restoreWorkflow(ctx, { key })
  expect(await getWorkflow(ctx, settings, { key })).toMatchObject({ enabled: false, archivedAt: null })
  expect(await actions()).toEqual([
    ...['workflow.create', 'workflow.enable', 'workflow.archive', 'workflow.restore'],
  ])
})

test('a copy has the same content under its own key and name, and is off', async () => {
  await createWorkflow(ctx, { key, definition: { ...definition, delayS: 60 } })
  await duplicateWorkflow(ctx, { from: key, key: 'bigger-order', name: 'Bigger order' })
  expect(await getWorkflow(ctx, settings, { key: 'bigger-order' })).toMatchObject({
    enabled: false,
    definition: { ...definition, delayS: 60, name: 'Bigger order' },
  })
  await expect(duplicateWorkflow(ctx, { from: 'none', key: 'x', name: 'X' })).rejects.toMatchObject({
    code: 'not_found',
  })
})

test('a template that is not there, or is archived, is refused', async () => {
  await database.db.orm
    .insert(templates)
    .values({ key: 'gone', kind: 'plain', category: 'orders', createdAt: new Date(), archivedAt: new Date() })
  for (const templateKey of ['gone', 'never-was']) {
    await expect(
      createWorkflow(ctx, { key, definition: { ...definition, templateKey } }),
    ).rejects.toMatchObject({ code: 'unprocessable', issues: [{ path: 'definition.templateKey' }] })
  }
})

describe('what is odd is told', () => {
  const warned = async (part: Partial<WorkflowDefinition>, own = key) =>
    (await checkWorkflow(ctx, settings, { key: own, definition: { ...definition, ...part } })).map(
      ({ path }) => path,
    )

  test.each<[Partial<WorkflowDefinition>, string[]]>([
    [{}, []],
    [{ eventType: null }, ['eventType']],
    [{ sources: [] }, ['sources']],
    [{ category: 'gossip' }, ['category']],
    [{ templateKey: 'never-was' }, ['templateKey']],
    [{ digest: { until: 'quiet_hours_end' } }, ['digest']],
    [{ digest: { until: 'quiet_hours_end' }, templateKey: 'digest' }, []],
    [{ critical: true, throttle: { max: 1, perS: 3600 } }, ['throttle']],
    [{ recipients: [{ kind: 'setting', name: 'ALERT_EMAIL' }] }, ['recipients']],
    [{ channels: ['email', 'push'], fallback: { afterS: 600, unless: 'seen' } }, ['fallback']],
  ])('%j: %j', async (part, paths) => {
    expect(await warned(part)).toEqual(paths)
  })

  test('a template of the studio may list what was collected', async () => {
    const list = { template_key: 'list', subject: 'News', body: 'News' }
    await publishTemplate(ctx, list)
    const digest = { templateKey: 'list', digest: { until: 'quiet_hours_end' } } as const
    expect(await warned(digest)).toEqual(['digest'])
    const compiled = { text: [{ each: ['items'], as: 'item', body: ['a'] }] }
    await database.db.orm
      .insert(templateVersions)
      .values({ templateKey: 'list', version: 2, sourceHash: 'x', createdAt: new Date() })
    await database.db.orm.insert(templateLocales).values({
      ...{ templateKey: 'list', version: 2, locale: 'en', position: 0, compiled },
      source: { subject: 'News', body: 'News', html_body: null },
    })
    expect(await warned(digest)).toEqual([])
  })

  test('that another one takes the same events, and which is asked first', async () => {
    await createWorkflow(ctx, { key: 'm', definition: { ...definition, name: 'M', sources: ['api:shop'] } })
    const told = (own: string) => checkWorkflow(ctx, settings, { key: own, definition })
    expect(await told('a')).toEqual([])
    await setWorkflowEnabled(ctx, { key: 'm', enabled: true })
    expect((await told('a'))[0]?.message).toContain('This one is asked first (by key), and takes every event')
    expect((await told('z'))[0]?.message).toContain('“M” is asked first (by key), and takes every event')
    expect(await warned({ sources: ['webhook'] }, 'z')).toEqual([])
  })
})

test('the list says when an event of its type came last', async () => {
  await createWorkflow(ctx, { key, definition })
  expect((await listWorkflows(ctx))[0]).toMatchObject({ key, lastEventAt: null })
  const at = new Date('2026-11-20T10:00:00Z')
  await pendingNotification(database.db, { eventType: 'BIG_ORDER', at })
  expect((await listWorkflows(ctx))[0]).toMatchObject({ lastEventAt: at })
})

test('the list says what each sent in 30 days, and how much of it failed', async () => {
  await createWorkflow(ctx, { key, definition })
  const { id: workflowId } = await getWorkflow(ctx, settings, { key })
  for (const status of ['SENT', 'DELIVERED', 'FAILED'] as const)
    await queuedDelivery(database.db, await pendingNotification(database.db), { workflowId, status })
  expect((await listWorkflows(ctx))[0]).toMatchObject({ key, sent30d: 2, failed30d: 1 })
})

test('there is something to choose from', async () => {
  const all = { ...settings, sender: null, timezone: 'UTC', providers: { email: ['Resend'], push: [] } }
  const options = await workflowOptions(ctx, all)
  expect(options.templates.find((one) => one.key === 'order-created')).toMatchObject({ version: 1 })
  expect(options.categories.map((one) => one.key)).toContain('security')
  expect(options.sources[0]).toEqual({ value: 'webhook:events', kind: 'webhook', name: 'Events' })
})

test('who is no admin reads, and changes nothing', async () => {
  const operator: Context = { ...ctx, actor: { kind: 'member', id: 'op', name: 'Op', role: 'operator' } }
  expect(mayUse(operator.actor, 'admin')).toBe(false)
  await createWorkflow(ctx, { key, definition })
  expect(await listWorkflows(operator)).toHaveLength(1)
  expect(await workflowHistory(operator, { key })).toHaveLength(1)
  for (const change of [
    () => saveWorkflow(operator, { key, version: 1, definition }),
    () => setWorkflowEnabled(operator, { key, enabled: true }),
    () => archiveWorkflow(operator, { key }),
  ]) {
    await expect(change()).rejects.toMatchObject({ code: 'forbidden' })
  }
})
