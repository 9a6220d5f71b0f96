import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { fixedClock } from '#server/clock.ts'
import type { Context } from '#server/context.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { jobsOf } from '#server/testing/delivering.ts'
import { asMember } from '#server/testing/factories.ts'
import { createUser } from '../create.ts'
import { getImport, listImports } from './find-import.ts'
import { previewImport } from './preview.ts'
import { importReport } from './report.ts'
import { failImport, runImport } from './run.ts'
import type { ImportField } from './schemas.ts'
import { cancelImport, startImport } from './start.ts'
import { tidyImports } from './tidy.ts'
import { uploadImport } from './upload.ts'

let database: TestDatabase
let ctx: Context
const clock = fixedClock(new Date('2026-11-21T12:00:00Z'))

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  ctx = { ...asMember(database.db), clock }
  await database.db.sql`truncate users, user_imports, graphile_worker._private_jobs cascade`
})

const trace = '00000000-0000-4000-8000-000000000000'

async function* pieces(text: string | Buffer, size = 7) {
  const bytes = Buffer.from(text)
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size)
}
const upload = (text: string | Buffer, size?: number) =>
  uploadImport(ctx, { name: 'people.csv', bytes: pieces(text, size) })

async function imported(text: string, options: { updateExisting?: boolean } = {}) {
  const { id } = await upload(text)
  const { mapping } = await getImport(ctx, { id })
  await startImport(ctx, {
    id,
    mapping: mapping as Record<string, ImportField>,
    updateExisting: options.updateExisting ?? true,
  })
  await runImport({ db: database.db, clock }, id)
  return getImport(ctx, { id })
}

const users = () => database.db.sql<Record<string, unknown>[]>`
  select external_id, name, email, language, timezone from users order by email`

async function textOf(csv: AsyncIterable<Buffer>): Promise<string> {
  let text = ''
  for await (const piece of csv) text += String(piece)
  return text
}

describe('a file', () => {
  test('is read with its own delimiter, quotes, line ends and names of columns', async () => {
    const { id } = await upload(
      '\ufeffE-Mail;Full Name;Customer ID;Time Zone;Notes\r\n"ada@example.com";"Love;lace, ""Ada""";C1;Europe/London;x\r\n\r\n',
    )
    expect(await getImport(ctx, { id })).toMatchObject({
      state: 'uploaded',
      delimiter: ';',
      total: 1,
      columns: ['E-Mail', 'Full Name', 'Customer ID', 'Time Zone', 'Notes'],
      mapping: {
        'E-Mail': 'email_address',
        'Full Name': 'name',
        'Customer ID': 'external_id',
        'Time Zone': 'timezone',
      },
    })
    expect(await listImports(ctx)).toHaveLength(1)
  })

  test.each([
    ['', /no row/],
    ['email\n', /no row/],
    ['email,email\na@b.co,c\n', /“email” twice/],
    ['email,\na@b.co,c\n', /no name for column 2/],
    ['email,name\n"a@b.co,Ada\n', /never closed/],
    [Buffer.from('email,name\na@b.co,Andr\xe9\n', 'latin1'), /UTF-8/],
    ['email\na@b.co\0\n', /UTF-8/],
  ])('that can not be read is refused and not kept: %j', async (text, message) => {
    await expect(upload(text)).rejects.toMatchObject({
      code: 'bad_input',
      issues: [{ path: 'file', message: expect.stringMatching(message) }],
    })
    const [left] = await database.db.sql`select count(*)::int as n from user_imports`
    expect(left?.n).toBe(0)
  })

  test('too large is refused and not kept', async () => {
    async function* endless() {
      const line = Buffer.alloc(1024 * 1024, 'a@example.com,Ada\n')
      yield Buffer.from('email,name\n')
      for (let i = 0; i < 70; i++) yield line
    }
    await expect(uploadImport(ctx, { name: 'x', bytes: endless() })).rejects.toThrow(/more than 64 MB/)
    const [left] = await database.db.sql`select count(*)::int as n from user_import_chunks`
    expect(left?.n).toBe(0)
  })

  test('is not for a viewer', async () => {
    const viewer: Context = { ...ctx, actor: { kind: 'member', id: 'v', name: 'V', role: 'viewer' } }
    await expect(uploadImport(viewer, { name: 'x', bytes: pieces('email\na@b.co\n') })).rejects.toMatchObject(
      { code: 'forbidden' },
    )
    await expect(listImports(viewer)).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('the preview', () => {
  test('says what each row would do, and stores nothing', async () => {
    await createUser(ctx, { email_address: 'Ada@example.com', name: 'Ada', external_id: 'A' }, trace)
    const { id } = await upload(
      'email,name,id\nada@example.com,Ada L.,\nnew@example.com,New,N\nno address,X,\nada@example.com,Ada,A\n',
    )
    const mapping = { email: 'email_address', name: 'name', id: 'external_id' } as const
    const before = await users()
    const preview = await previewImport(ctx, { id, mapping, updateExisting: true })
    expect(preview).toMatchObject({
      total: 4,
      lookedAt: 4,
      counts: { create: 1, update: 1, skip: 1, fail: 1 },
      failures: [],
    })
    expect(preview.rows[2]).toMatchObject({
      line: 4,
      issues: [{ column: 'email', message: 'must be an e-mail address' }],
    })
    expect(preview.rows.map(({ kind }) => kind)).toEqual(['update', 'create', 'fail', 'skip'])
    expect((await previewImport(ctx, { id, mapping, updateExisting: false })).counts).toMatchObject({
      skip: 2,
    })
    expect(await users()).toEqual(before)
    expect(await getImport(ctx, { id })).toMatchObject({ state: 'uploaded', done: 0 })
  })

  test.each([
    [{ nothing: 'email_address' }, 'mapping.nothing'],
    [{ email: 'name' }, 'mapping'],
    [{ email: 'email_address', name: 'email_address' }, 'mapping.name'],
    [{ email: 'shoe_size' }, 'mapping.email'],
  ])('refuses a mapping that makes no sense: %j', async (mapping, path) => {
    const { id } = await upload('email,name\na@b.co,Ada\n')
    const asked = { id, mapping: mapping as Record<string, ImportField>, updateExisting: true }
    await expect(previewImport(ctx, asked)).rejects.toMatchObject({
      code: 'bad_input',
      issues: [{ path }],
    })
    await expect(startImport(ctx, asked)).rejects.toMatchObject({ code: 'bad_input' })
  })
})

describe('an import', () => {
  test('makes and changes users, and reports the rows that it could not take', async () => {
    await createUser(
      ctx,
      { email_address: 'ada@example.com', name: 'Ada', external_id: 'A', timezone: 'Europe/London' },
      trace,
    )
    await createUser(ctx, { email_address: 'bob@example.com', external_id: 'B' }, trace)
    const done = await imported(
      [
        'email,name,id,tz,language,quiet hours start,quiet hours end,email enabled',
        'ADA@example.com,Ada L.,,,de-at,22:00,8:00,no',
        'new@example.com,"New, one",N,Asia/Kolkata,,,,',
        'bob@example.com,Bob,A,,,,,',
        'x@example.com,X,X,Mars/Base,,25:00,,perhaps',
        ',Nameless,,,,,,',
        ',Only an id,Z,,,,,',
        'new@example.com,New again,N,,,,,',
        'eve@example.com,Eve,1,2,3,4,5,6,7',
      ].join('\n'),
    )
    expect(done).toMatchObject({
      ...{ state: 'done', total: 8, done: 8, created: 1, updated: 2, skipped: 0, failed: 5 },
      endedAt: clock.now(),
    })
    expect(await users()).toEqual([
      expect.objectContaining({
        email: 'ada@example.com',
        name: 'Ada L.',
        external_id: 'A',
        language: 'de-AT',
      }),
      expect.objectContaining({ email: 'bob@example.com', name: null }),
      expect.objectContaining({ email: 'new@example.com', name: 'New again', timezone: 'Asia/Kolkata' }),
    ])
    const [ada] = await database.db.sql`select p.* from preferences p join users u on u.id = p.user_id`
    expect(ada).toMatchObject({ email_enabled: false, quiet_hours_start: '22:00', quiet_hours_end: '08:00' })
    const { name, csv } = await importReport(ctx, { id: done.id })
    expect(name).toBe('people-errors.csv')
    const report = await textOf(csv)
    expect(report.split('\n')).toHaveLength(7)
    expect(report).toContain('line,problem,email,name,id')
    expect(report).toMatch(/4,email: belongs to another user,bob@example.com/)
    expect(report).toMatch(/5,"?.*tz: must be an IANA time zone/)
    expect(report).toMatch(/email enabled: must be yes or no/)
    expect(report).toMatch(/6,has neither an e-mail address nor an external id/)
    expect(report).toMatch(/7,email: is required for a new user/)
    const audited = await database.db.sql`select action, detail from audit_log where target_id = ${done.id}`
    expect(audited).toMatchObject([{ action: 'users.import', detail: { rows: 8 } }])
  })

  test('takes back nothing that somebody else changes at the same time', async () => {
    const ada = await createUser(ctx, { email_address: 'ada@example.com', name: 'Ada' }, trace)
    const { id } = await upload('email,name,email on\nada@example.com,Ada L.,no\n')
    const mapping = { email: 'email_address', name: 'name', 'email on': 'email_enabled' } as const
    await startImport(ctx, { id, mapping, updateExisting: true })
    const { sql } = database.db
    let run: Promise<number> | undefined
    await sql.begin(async (tx) => {
      await tx`update users set phone = '+49 30 901820' where id = ${ada.id}`
      await tx`insert into preferences (user_id, push_enabled, updated_at) values (${ada.id}, false, now())`
      run = runImport({ db: database.db, clock }, id)
      await vi.waitFor(async () => {
        const [waiting] = await sql`select count(*)::int as n from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`
        expect(waiting?.n).toBe(1)
      })
    })
    expect(await run).toBe(1)
    const [row] = await sql`select u.name, u.phone, p.email_enabled, p.push_enabled
      from users u join preferences p on p.user_id = u.id`
    expect(row).toEqual({ name: 'Ada L.', phone: '+49 30 901820', email_enabled: false, push_enabled: false })
  })

  test('can be given its own report, which has those two columns once', async () => {
    const done = await imported('line,problem,email,name\n2,email: x,ada@@example.com,Ada\n')
    expect(done).toMatchObject({ failed: 1 })
    const report = await textOf((await importReport(ctx, { id: done.id })).csv)
    expect(report.split('\n').slice(0, 2)).toEqual([
      '\ufeffline,problem,email,name',
      '2,email: must be an e-mail address,ada@@example.com,Ada',
    ])
  })

  test('writes no formula into the report, and reads what guards it', async () => {
    const done = await imported(
      'email,=cmd,name,phone\nada@@example.com,x,"=HYPERLINK(""https://evil.example"")",+49 30 901820\n',
    )
    const report = await textOf((await importReport(ctx, { id: done.id })).csv)
    expect(report.split('\n').slice(0, 2)).toEqual([
      "\ufeffline,problem,email,'=cmd,name,phone",
      `2,email: must be an e-mail address,ada@@example.com,x,"'=HYPERLINK(""https://evil.example"")",'+49 30 901820`,
    ])
    await imported(report.replace('ada@@', 'ada@'))
    const [ada] = await database.db.sql`select name, phone from users`
    expect(ada).toEqual({ name: '=HYPERLINK("https://evil.example")', phone: '+49 30 901820' })
  })

  test('leaves users alone that exist, when it is to', async () => {
    await createUser(ctx, { email_address: 'ada@example.com', name: 'Ada' }, trace)
    const done = await imported('email,name\nada@example.com,Else\nnew@example.com,New\n', {
      updateExisting: false,
    })
    expect(done).toMatchObject({ created: 1, updated: 0, skipped: 1, failed: 0 })
    expect(await users()).toMatchObject([{ name: 'Ada' }, { name: 'New' }])
  })

  test('sends nobody anything', async () => {
    await imported('email\nnew@example.com\n')
    const [row] = await database.db.sql`select count(*)::int as n from notifications`
    expect(row?.n).toBe(0)
  })

  test('goes on where a worker was killed, and counts each row once', async () => {
    const rows = Array.from({ length: 1_800 }, (_, i) => `user${i}@example.com,User ${i}`)
    const { id } = await upload(`email,name\n${rows.join('\n')}\n`, 4_000)
    const mapping = { email: 'email_address', name: 'name' } as const
    await startImport(ctx, { id, mapping, updateExisting: true })
    expect(await jobsOf(database.db)).toEqual([])
    let batches = 0
    const dying = {
      db: database.db,
      clock: {
        now: () => {
          if (++batches > 2) throw new Error('killed')
          return clock.now()
        },
      },
    }
    await expect(runImport(dying, id)).rejects.toThrow('killed')
    expect(await getImport(ctx, { id })).toMatchObject({ state: 'running', done: 1000, created: 1000 })
    await tidyImports({ db: database.db, clock })
    const both = await Promise.all([1, 2].map(() => runImport({ db: database.db, clock }, id)))
    expect(both.reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(1_600)
    await runImport({ db: database.db, clock }, id)
    expect(await getImport(ctx, { id })).toMatchObject({
      state: 'done',
      done: 1800,
      created: 1800,
      failed: 0,
    })
    const [count] = await database.db.sql`select count(*)::int as n from users`
    expect(count?.n).toBe(1800)
  })

  test('stops when it is told to; a second start is refused; one never begun is forgotten', async () => {
    const { id } = await upload('email\na@example.com\n')
    const settings = { id, mapping: { email: 'email_address' }, updateExisting: true } as const
    await startImport(ctx, settings)
    await expect(startImport(ctx, settings)).rejects.toMatchObject({ code: 'conflict' })
    await cancelImport(ctx, { id })
    expect(await runImport({ db: database.db, clock }, id)).toBe(0)
    expect(await getImport(ctx, { id })).toMatchObject({ state: 'cancelled', done: 0 })
    await expect(cancelImport(ctx, { id })).rejects.toMatchObject({ code: 'conflict' })
    const other = await upload('email\na@example.com\n')
    await cancelImport(ctx, other)
    await expect(getImport(ctx, other)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('that a bug ends says so', async () => {
    const { id } = await upload('email\na@example.com\n')
    await startImport(ctx, { id, mapping: { email: 'email_address' }, updateExisting: true })
    await failImport({ db: database.db, clock }, id, new Error('x'))
    expect(await getImport(ctx, { id })).toMatchObject({
      state: 'failed',
      error: 'An internal error ended it.',
    })
  })

  test('is forgotten after a week, its counts are not', async () => {
    const done = await imported('email\nnot one\n')
    const later = fixedClock(new Date(clock.now().getTime() + 8 * 24 * 60 * 60 * 1000))
    expect(await tidyImports({ db: database.db, clock: later })).toBe(1)
    const [left] = await database.db.sql`select (select count(*) from user_import_chunks)::int as chunks,
      (select count(*) from user_import_errors)::int as errors`
    expect(left).toEqual({ chunks: 0, errors: 0 })
    expect(await getImport(ctx, { id: done.id })).toMatchObject({ state: 'done', failed: 1 })
  })
})
