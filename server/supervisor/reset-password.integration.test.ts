import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifyPassword } from 'better-auth/crypto'
import { expect, test } from 'vitest'
import { closeDatabases, getDatabase } from '#server/db/pools.ts'
import { createMember } from '#server/members/create-member.ts'
import { resetMemberPassword } from '#server/supervisor/reset-password.ts'
import { testDatabase } from '#server/testing/database.ts'
import { useEnv } from '#server/testing/env.ts'
import { asMember } from '#server/testing/factories.ts'

const ada = { name: 'Ada', email: 'ada@example.com', password: 'correct horse', role: 'admin' } as const

test('whoever has the machine gives a member a new password', async () => {
  const database = await testDatabase()
  const undo = useEnv({ DATABASE_URL: database.url })
  await createMember(asMember(getDatabase()), ada)
  const password = await resetMemberPassword('Ada@example.com')
  const [row] = await database.db.sql<{ hash: string }[]>`select password as hash from member_accounts`
  expect(await verifyPassword({ hash: row?.hash ?? '', password })).toBe(true)
  await expect(resetMemberPassword('eve@example.com')).rejects.toMatchObject({
    code: 'cannot_start',
    message: 'There is no member with the address eve@example.com.',
  })
  await closeDatabases()
  undo()
  await database.close()
})

test('where nothing was ever started, it says so and makes nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-'))
  const undo = useEnv({ POSTHORN_DATA_DIR: folder })
  await expect(resetMemberPassword('ada@example.com')).rejects.toThrow('There is no database in')
  undo()
  await rm(folder, { recursive: true })
})
