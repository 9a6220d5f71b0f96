import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '#server/clock.ts'
import { lowestId, newId } from '#server/db/ids.ts'
import { addressHash } from '#server/recipients/key.ts'
import { revokeLinks } from '#server/recipients/revoke-links.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { asMember, sentNotification } from '#server/testing/factories.ts'
import { createUser } from './create.ts'
import { deleteUser } from './delete.ts'
import { eraseDeletedUsers } from './erase-deleted.ts'

let database: TestDatabase
let sequence = 0
const workflowId = newId()
const importId = newId()

beforeAll(async () => {
  database = await testDatabase()
  const { sql } = database.db
  await sql`insert into workflows (id, key, name, sources, category, channels, template_key, recipients, retry,
      created_at, updated_at)
    values (${workflowId}, 'remembers', 'Remembers', '{api}', 'orders', '{email}', 'order-created', '[]', '{}', now(), now())`
  await sql`insert into user_imports (id, name, size, state, delimiter, columns, mapping, update_existing, started_by,
      started_by_name, created_at)
    values (${importId}, 'a.csv', 1, 'done', ',', '{email}', '{}', false, 'system', 'Posthorn', now() - interval '1 minute')`
})
afterAll(() => database.close())

interface Person {
  id: string
  email: string
}

async function person(): Promise<Person> {
  const email = `Person-${++sequence}@Example.com`
  return { id: (await createUser(asMember(database.db), { email_address: email }, newId())).id, email }
}

/** All that there may be of a person beside notifications. */
async function remember({ id, email }: Person, line: number): Promise<void> {
  const { sql } = database.db
  for (const recipient of [id, addressHash(email)]) {
    await sql`insert into planned_lately
      values (${workflowId}, ${recipient}, ${newId()}, null, now() - interval '1 s', now() + interval '1 h')`
    await sql`insert into digests
      values (${workflowId}, ${recipient}, 'email', ${lowestId(new Date(0))}, now(), 1, false)`
  }
  const browser = `${id} ${addressHash('https://push.example.com/1')}`
  await sql`insert into digests values (${workflowId}, ${browser}, 'push', ${newId()}, now(), 1, false)`
  await sql`insert into address_preferences
    values (${email.toLowerCase()}, '{marketing}', now() - interval '1 s')`
  const cells = JSON.stringify(['Ada', ` ${email.toUpperCase()} `])
  await sql`insert into user_import_errors values (${importId}, ${line}, ${cells}::text::jsonb, '[]')`
}

async function remembered({ id, email }: Person): Promise<Record<string, number>> {
  const { sql } = database.db
  const mark = `%${addressHash(email)}%`
  const [row] = await sql<Record<string, number>[]>`select
    (select count(*)::integer from planned_lately where recipient = ${id} or recipient like ${mark}) as marks,
    (select count(*)::integer from digests where recipient like ${`${id}%`} or recipient like ${mark}) as digests,
    (select count(*)::integer from address_preferences where address = ${email.toLowerCase()}) as choices,
    (select count(*)::integer from user_import_errors where lower(cells::text) like ${`%${email.toLowerCase()}%`}) as lines`
  return row ?? {}
}

const forget = async ({ id }: Person) => {
  await deleteUser(asMember(database.db), { user_id: id })
  await eraseDeletedUsers({ db: database.db, clock: systemClock })
}

test('what planning, imports and the page of the mail remember of a deleted person goes, and nobody else’s', async () => {
  const [one, other] = [await person(), await person()]
  await remember(one, 2)
  await remember(other, 3)
  const all = { marks: 2, digests: 3, choices: 1, lines: 1 }
  expect(await remembered(one)).toEqual(all)
  await forget(one)
  expect(await remembered(one)).toEqual({ marks: 0, digests: 0, choices: 0, lines: 0 })
  expect(await remembered(other)).toEqual(all)
  const [line] = await database.db.sql`select cells, issues from user_import_errors where line = 2`
  expect(line).toMatchObject({ cells: [], issues: [{ message: expect.stringContaining('erased') }] })
})

test('so does a refused row that names them by their external id, where that is the column', async () => {
  const ctx = asMember(database.db)
  const email_address = `person-${++sequence}@example.com`
  const { id } = await createUser(ctx, { email_address, external_id: 'P-1' }, newId())
  const { sql } = database.db
  await sql`update user_imports set columns = '{email,id,room}', mapping = '{"email": "email_address", "id": "external_id"}'`
  await sql`insert into user_import_errors values (${importId}, 11, '["ada@@example", " P-1", "4"]', '[]'),
    (${importId}, 12, '["eve@@example", "P-2", "P-1"]', '[]')`
  await forget({ id, email: email_address })
  const rows = await sql`select line from user_import_errors where line > 10 and cells <> '[]'`
  expect(rows).toEqual([{ line: 12 }])
})

test('whatever stands around an id or an address, as a report guards it or a spreadsheet pads it', async () => {
  const ctx = asMember(database.db)
  const email_address = `person-${++sequence}@example.com`
  const { id } = await createUser(ctx, { email_address, external_id: '-ΟΔΟΣ' }, newId())
  const { sql } = database.db
  await sql`update user_imports set columns = '{email,id,room}', mapping = '{"email": "email_address", "id": "external_id"}'`
  const refused = [
    ['ada@@example', "'-ΟΔΟΣ", '4'],
    [`${email_address}\u00a0`, '', '4'],
    ['eve@@example', 'ΟΔΟΣ', '4'],
  ]
  for (const [i, cells] of refused.entries())
    await sql`insert into user_import_errors values (${importId}, ${21 + i}, ${JSON.stringify(cells)}::text::jsonb, '[]')`
  await forget({ id, email: email_address })
  const rows = await sql`select line from user_import_errors where line > 20 and cells <> '[]'`
  expect(rows).toEqual([{ line: 23 }])
})

test('how their notifications were decided goes too', async () => {
  const one = await person()
  const { notification } = await sentNotification(database.db, {
    ...{ userId: one.id, address: one.email, plan: [{ code: 'user', text: one.id }] },
  })
  await forget(one)
  const [row] = await database.db.sql`select plan from notifications where id = ${notification.id}`
  expect(row).toEqual({ plan: null })
})

test('revoked links stay revoked', async () => {
  const one = await person()
  await revokeLinks(asMember(database.db), { user_id: one.id })
  await forget(one)
  const left = await database.db
    .sql`select 1 from revoked_links where address_hash = ${addressHash(one.email)}`
  expect(left).toHaveLength(1)
})
