import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemClock } from '#server/clock.ts'
import { newId } from '#server/db/ids.ts'
import { guardProvider } from '#server/delivery/providers/guard.ts'
import { createInboxProvider } from '#server/delivery/providers/inbox.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { asMember } from '#server/testing/factories.ts'
import { type SmtpEdge, startSmtpEdge } from '#server/testing/smtp-edge.ts'
import { createMember } from './create-member.ts'
import { inviteMember } from './invite-member.ts'
import { makeResetLink } from './make-reset-link.ts'
import { revokeInvitation } from './revoke-invitation.ts'
import { type MemberMailDeps, sendMemberMail } from './send-mail.ts'

const appSecret = 's'.repeat(32)
const links = { appSecret, mails: true }

let database: TestDatabase
let smtp: SmtpEdge
const lines: string[] = []
beforeAll(async () => {
  database = await testDatabase()
  smtp = await startSmtpEdge()
})
afterAll(async () => {
  await smtp.close()
  await database.close()
})
beforeEach(async () => {
  lines.length = 0
  await smtp.reset()
  await database.db.sql`truncate member_invitations, members, member_verifications cascade`
})

const deps = (over: Partial<MemberMailDeps> = {}): MemberMailDeps => ({
  db: database.db,
  clock: systemClock,
  log: pino({}, { write: (line) => void lines.push(line) }),
  providers: [guardProvider(smtp.create())],
  mail: { from: 'Posthorn <post@example.com>', allowTo: null },
  app: { name: 'Posthorn', url: 'https://post.example.com' },
  appSecret,
  ...over,
})
const ctx = () => asMember(database.db)
const invited = async () => {
  const { id, path } = await inviteMember(ctx(), links, { email: 'eve@example.com', role: 'operator' })
  return { payload: { invitationId: id, mailId: newId() }, path, id }
}

test('an invitation is mailed with its link, and no line of the log holds link or address', async () => {
  const { payload, path } = await invited()
  await sendMemberMail(deps(), payload)
  const [mail, ...others] = await smtp.received()
  expect(others).toEqual([])
  expect(mail).toMatchObject({
    to: 'eve@example.com',
    key: expect.stringContaining(payload.mailId),
    content: { subject: 'Ada invites you to Posthorn', from: 'Posthorn <post@example.com>' },
  })
  expect(mail?.content?.html).toContain(`href="https://post.example.com${path}"`)
  expect(mail?.content?.text).toContain(`https://post.example.com${path}`)
  expect(lines.join()).toContain('members.mail: sent')
  expect(lines.join()).not.toMatch(/eve@|invitation\//)
})

test('a password reset is mailed to the member, by name', async () => {
  const bob = { name: 'Bob', email: 'bob@example.com', password: 'correct horse', role: 'viewer' } as const
  const { id } = await createMember(ctx(), bob)
  const { path } = await makeResetLink(ctx(), links, { id })
  const [row] = await database.db.sql<{ id: string }[]>`select id from member_verifications`
  await sendMemberMail(deps(), { resetId: row?.id ?? '', mailId: newId() })
  const [mail] = await smtp.received()
  expect(mail?.to).toBe('bob@example.com')
  expect(mail?.content?.text).toContain('Hello Bob')
  expect(mail?.content?.text).toContain(path)
})

test('what is not open any more, or was asked for nobody, is not mailed', async () => {
  const { payload, id } = await invited()
  await revokeInvitation(ctx(), { id })
  await sendMemberMail(deps(), payload)
  await sendMemberMail(deps(), { resetId: newId(), mailId: newId() })
  expect(await smtp.received()).toEqual([])
})

test('no link goes to the built-in inbox, where every member could read it', async () => {
  const { payload } = await invited()
  await sendMemberMail(deps({ providers: [guardProvider(createInboxProvider(database.db))] }), payload)
  expect(await database.db.sql`select 1 from inbox_messages`).toEqual([])
})

test('EMAIL_ALLOW_TO holds for mails to members too', async () => {
  const { payload } = await invited()
  await sendMemberMail(deps({ mail: { from: 'post@example.com', allowTo: ['@staging.example'] } }), payload)
  expect(await smtp.received()).toEqual([])
})

test('a server that is busy makes the job try again, one that refuses for good does not', async () => {
  const { payload } = await invited()
  smtp.misbehave('to', '451 4.3.0 later')
  await expect(sendMemberMail(deps(), payload)).rejects.toThrow('not sent')
  await smtp.reset()
  smtp.misbehave('to', '550 5.1.1 no such user')
  await sendMemberMail(deps(), payload)
  expect(lines.join()).toContain('members.mail: refused')
})

test('a provider that is down leaves the mail to the next one', async () => {
  const { payload } = await invited()
  const down = guardProvider(smtp.create({ port: 9 }))
  await sendMemberMail(deps({ providers: [down, guardProvider(smtp.create())] }), payload)
  expect(await smtp.received()).toHaveLength(1)
})
