import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { asMember } from '#server/testing/factories.ts'
import { createUser } from '../create.ts'
import { deleteUser } from '../delete.ts'
import { eraseDeletedUsers } from '../erase-deleted.ts'
import { getImport } from './find-import.ts'
import { previewImport } from './preview.ts'
import { importReport } from './report.ts'
import { runImport } from './run.ts'
import type { ImportField } from './schemas.ts'
import { startImport } from './start.ts'
import { tidyImports } from './tidy.ts'
import { uploadImport } from './upload.ts'

let database: TestDatabase
let ctx: Context
const clock = { now: () => new Date() }
const deps = () => ({ db: database.db, clock })

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  ctx = asMember(database.db)
  await database.db
    .sql`truncate users, user_imports, erasures, erased_keys, graphile_worker._private_jobs cascade`
})

async function* pieces(text: string, size: number) {
  const bytes = Buffer.from(text)
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size)
}
const upload = (text: string, size = 100_000) =>
  uploadImport(ctx, { name: 'people.csv', bytes: pieces(text, size) })
const settings = async (id: string) => {
  const { mapping } = await getImport(ctx, { id })
  return { id, mapping: mapping as Record<string, ImportField>, updateExisting: true }
}
const start = async (id: string) => startImport(ctx, await settings(id))
const user = (email_address: string, external_id?: string) =>
  createUser(ctx, { email_address, ...(external_id && { external_id }) }, newId())
const emails = async () =>
  (await database.db.sql<{ email: string }[]>`select email from users order by email`).map(
    ({ email }) => email,
  )
async function stored(id: string): Promise<string> {
  const rows = await database.db.sql<{ bytes: Buffer }[]>`
    select bytes from user_import_chunks where import_id = ${id} order by position`
  return Buffer.concat(rows.map(({ bytes }) => bytes)).toString()
}

describe('who was erased', () => {
  test('after a file was uploaded is not brought back by it, and is gone from it', async () => {
    const ada = await user('Ada@example.com')
    const file =
      '\ufeffemail,name\r\nbob@example.com,Bob\r\n\r\nADA@example.com,"Ada\nLovelace"\r\nemmy@example.com,Emmy\r\n'
    const { id } = await upload(file)
    await deleteUser(ctx, { user_id: ada.id })
    expect(await eraseDeletedUsers(deps())).toMatchObject({ users: 1 })
    const left = await stored(id)
    expect(left).not.toMatch(/ada|lovelace/i)
    expect(Buffer.byteLength(left)).toBe(Buffer.byteLength(file))
    const preview = await previewImport(ctx, await settings(id))
    expect(preview).toMatchObject({ counts: { create: 2, skip: 1, fail: 0 } })
    expect(preview.rows.map(({ line, cells }) => [line, cells[0]])).toEqual([
      [2, 'bob@example.com'],
      [5, undefined],
      [6, 'emmy@example.com'],
    ])
    await start(id)
    expect(await runImport(deps(), id)).toBe(3)
    expect(await emails()).toEqual(['bob@example.com', 'emmy@example.com'])
    expect(await getImport(ctx, { id })).toMatchObject({
      total: 3,
      done: 3,
      created: 2,
      skipped: 1,
      failed: 0,
    })
  })

  test('is not brought back before the file was gone through, by the external id either', async () => {
    const ada = await user('ada@example.com', 'A-1')
    const { id } = await upload(
      'email,id,zone\nother@example.com,A-1,\nada@example.com,,Mars/Base\neve@example.com,A-2,\n',
    )
    await start(id)
    await deleteUser(ctx, { user_id: ada.id })
    await runImport(deps(), id)
    expect(await emails()).toEqual(['eve@example.com'])
    expect(await getImport(ctx, { id })).toMatchObject({ created: 1, skipped: 2, failed: 0 })
    const [errors] = await database.db.sql`select count(*)::int as n from user_import_errors`
    expect(errors).toEqual({ n: 0 })
  })

  test('while the import runs is not made anew from a row that was read already', async () => {
    const people = Array.from({ length: 1_200 }, (_, i) => `user${i}@example.com,User ${i}`)
    people[700] = 'ada@example.com,Ada'
    const ada = await user('ada@example.com')
    const { id } = await upload(`email,name\n${people.join('\n')}\n`)
    await start(id)
    let batches = 0
    let erased: Promise<unknown> | undefined
    // The second batch is read from the file before the first is written.
    const during = {
      db: database.db,
      clock: {
        now: () => {
          if (++batches === 1)
            erased = deleteUser(ctx, { user_id: ada.id }).then(() => eraseDeletedUsers(deps()))
          return new Date()
        },
      },
    }
    await runImport(during, id)
    await erased
    await eraseDeletedUsers(deps())
    expect(await stored(id)).not.toContain('ada@')
    expect(await emails()).not.toContain('ada@example.com')
    expect(await getImport(ctx, { id })).toMatchObject({ state: 'done', done: 1_200 })
    const [count] = await database.db.sql`select count(*)::int as n from users`
    expect(count).toEqual({ n: 1_199 })
  })

  test('waits with a running import’s rows until what it writes is seen', async () => {
    const ada = await user('ada@example.com', 'A-1')
    const { id } = await upload('email,id,zone\nada@example.com,A-1,Mars/Base\n')
    await start(id)
    const { sql } = database.db
    let erasing: Promise<unknown> | undefined
    await sql.begin(async (tx) => {
      await tx`select 1 from user_imports where id = ${id} for update`
      await deleteUser(ctx, { user_id: ada.id })
      const cells = JSON.stringify(['ada@example.com', 'A-1', 'Mars/Base'])
      await tx`insert into user_import_errors values (${id}, 2, ${cells}::text::jsonb, '[]')`
      erasing = eraseDeletedUsers(deps())
      await expect
        .poll(async () => {
          const [row] = await sql`select count(*)::int as n from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`
          return row?.n
        })
        .toBe(1)
    })
    await erasing
    const [line] = await sql`select cells from user_import_errors`
    expect(line).toEqual({ cells: [] })
  })

  test('and comes in a file that is uploaded afterwards is taken in: it was asked for', async () => {
    const ada = await user('ada@example.com')
    await upload('email\neve@example.com\n')
    await deleteUser(ctx, { user_id: ada.id })
    const { id } = await upload('email\nada@example.com\n')
    await start(id)
    await runImport(deps(), id)
    expect(await emails()).toEqual(['ada@example.com'])
  })

  test('is not in a file’s pieces that end within the row', async () => {
    const ada = await user('ada@example.com')
    const rows = Array.from({ length: 40 }, (_, i) => `u${i}@example.com,${'n'.repeat(6_500)}`)
    const file = `email,notes\n${rows.join('\n')}\nada@example.com,${'a'.repeat(50_000)}\neve@example.com,Eve\n`
    const { id } = await upload(file, 1_000)
    const [chunks] = await database.db.sql`select count(*)::int as n from user_import_chunks`
    expect(chunks?.n).toBeGreaterThan(1)
    await deleteUser(ctx, { user_id: ada.id })
    await eraseDeletedUsers(deps())
    const left = await stored(id)
    expect(left).not.toMatch(/ada@|aa/)
    expect(left.endsWith('\neve@example.com,Eve\n')).toBe(true)
    expect(await previewImport(ctx, await settings(id))).toMatchObject({ counts: { create: 41, skip: 1 } })
  })

  test('is not brought back by a file that has an address in each of many columns', async () => {
    const ada = await user('ada@example.com')
    const others = Array.from({ length: 140 }, (_, i) => `contact ${i}`)
    const rows = Array.from({ length: 500 }, (_, row) =>
      [
        row === 9 ? 'ada@example.com' : `u${row}@example.com`,
        ...others.map((_, i) => `c${i}.${row}@example.com`),
      ].join(),
    )
    const { id } = await upload(`${['email', ...others].join()}\n${rows.join('\n')}\n`)
    await start(id)
    await deleteUser(ctx, { user_id: ada.id })
    expect(await runImport(deps(), id)).toBe(500)
    expect(await emails()).not.toContain('ada@example.com')
  })

  test('while the file is being uploaded is erased from it when it is there', async () => {
    const ada = await user('ada@example.com')
    async function* slowly() {
      yield Buffer.from('email\nada@example.com\n')
      yield Buffer.from('eve@example.com\n'.repeat(20_000))
      // The first piece is stored by now.
      await deleteUser(ctx, { user_id: ada.id })
      expect(await eraseDeletedUsers(deps())).toMatchObject({ users: 0 })
    }
    const { id } = await uploadImport(ctx, { name: 'x.csv', bytes: slowly() })
    expect(await eraseDeletedUsers(deps())).toMatchObject({ users: 1 })
    expect(await stored(id)).not.toContain('ada@')
  })
})

test('a file goes when its import has ended, the report a week later, the keys with the last file that is older', async () => {
  const ada = await user('ada@example.com')
  const { id } = await upload('email\nnot one\n')
  const waiting = await upload('email\neve@example.com\n')
  await start(id)
  await runImport(deps(), id)
  await deleteUser(ctx, { user_id: ada.id })
  const keys = async () => (await database.db.sql`select 1 from erased_keys`).length
  const soon = { db: database.db, clock: { now: () => new Date(Date.now() + 10 * 60_000) } }
  await tidyImports(soon)
  expect(await stored(id)).toBe('')
  expect(await keys()).toBe(1)
  let report = ''
  for await (const piece of (await importReport(ctx, { id })).csv) report += String(piece)
  expect(report).toContain('not one')
  await start(waiting.id)
  await runImport(deps(), waiting.id)
  await tidyImports(soon)
  expect(await keys()).toBe(0)
})
