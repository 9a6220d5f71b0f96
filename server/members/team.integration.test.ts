import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '#server/clock.ts'
import type { Context } from '#server/context.ts'
import type { MemberRole } from '#server/db/schema/members.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { acceptInvitation, findInvitation } from './accept-invitation.ts'
import { changePassword } from './change-password.ts'
import { changeRole } from './change-role.ts'
import { createMember } from './create-member.ts'
import type { Member } from './current-member.ts'
import { generatePassword } from './generate-password.ts'
import { inviteMember } from './invite-member.ts'
import { type LinkSettings, resetPath } from './links.ts'
import { listInvitations } from './list-invitations.ts'
import { listMembers } from './list-members.ts'
import { makeResetLink } from './make-reset-link.ts'
import { removeMember } from './remove-member.ts'
import { renameSelf } from './rename-self.ts'
import { requestPasswordReset } from './request-password-reset.ts'
import { resendInvitation } from './resend-invitation.ts'
import { findPasswordReset, resetPassword } from './reset-password.ts'
import { revokeInvitation } from './revoke-invitation.ts'
import { signOutEverywhere } from './sign-out-everywhere.ts'

const secret = 's'.repeat(32)
const copied: LinkSettings = { appSecret: secret, mails: false }
const mailed: LinkSettings = { appSecret: secret, mails: true }
const good = 'correct horse battery'

let database: TestDatabase
let ada: Member
let bob: Member
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const at = (now?: Date): Context => ({
  db: database.db,
  clock: now ? { now: () => now } : systemClock,
  actor: { kind: 'system' },
})
const by = (member: Member): Context => ({ ...at(), actor: { kind: 'member', ...member } })
const inDays = (days: number) => new Date(Date.now() + days * 24 * 60 * 60 * 1000)
const member = (name: string, role: MemberRole) =>
  createMember(at(), { name, email: `${name}@example.com`, password: good, role })
const tokenOf = (path: string) => path.split('/').at(-1) ?? ''
const jobs = async () => {
  const rows = await database.db.sql<{ payload: Record<string, string> }[]>`
    select payload from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'members.mail' order by j.id`
  return rows.map(({ payload }) => payload)
}
const signedIn = async (who: Member, count = 1) => {
  for (let i = 0; i < count; i++) {
    await database.db.sql`insert into member_sessions (id, token, expires_at, user_id)
      values (gen_random_uuid()::text, gen_random_uuid()::text, now() + interval '1 day', ${who.id})`
  }
}
const sessionsOf = async (who: Member) => {
  const rows = await database.db.sql<
    { id: string }[]
  >`select id from member_sessions where user_id = ${who.id}`
  return rows.map(({ id }) => id)
}

beforeEach(async () => {
  await database.db
    .sql`truncate members, member_sessions, member_accounts, member_verifications, member_invitations,
    member_rate_limits, audit_log cascade`
  await database.db.sql`delete from graphile_worker._private_jobs`
  ada = await member('ada', 'admin')
  bob = await member('bob', 'viewer')
})

it.each(['a\0b', 'a\r\nBcc: b', 'a\ud800'])('the name %j is refused, naming it', async (name) => {
  const named = { code: 'bad_input', issues: [{ path: 'name' }] }
  await expect(renameSelf(by(bob), { name })).rejects.toMatchObject(named)
  const { path } = await inviteMember(by(ada), copied, { email: 'eve@example.com', role: 'author' })
  const joining = acceptInvitation(at(), secret, { token: tokenOf(path), name, password: good })
  await expect(joining).rejects.toMatchObject(named)
})

describe('an invitation', () => {
  const invite = (settings = copied, email = 'Eve@Example.com') =>
    inviteMember(by(ada), settings, { email, role: 'author' })
  const accept = (path: string, ctx = at()) =>
    acceptInvitation(ctx, secret, { token: tokenOf(path), name: 'Eve', password: good })

  it('makes whoever holds its link a member with that role, once', async () => {
    const { path } = await invite()
    expect(await findInvitation(at(), secret, tokenOf(path))).toEqual({
      email: 'eve@example.com',
      role: 'author',
      invitedBy: 'ada',
    })
    const both = await Promise.allSettled([accept(path), accept(path)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await listMembers(by(ada))).map(({ name, role }) => `${name} ${role}`)).toEqual([
      'ada admin',
      'bob viewer',
      'Eve author',
    ])
    expect(await findInvitation(at(), secret, tokenOf(path))).toBeNull()
    await expect(accept(path)).rejects.toMatchObject({ code: 'not_found' })
    expect(await listInvitations(by(ada), copied)).toEqual([])
    const [joined] = await database.db
      .sql`select actor_name, detail from audit_log where action = 'member.join'`
    expect(joined).toMatchObject({ actor_name: 'Eve', detail: { role: 'author' } })
  })

  it('is worth nothing once it is revoked, has expired or was replaced by another', async () => {
    const first = await invite()
    const second = await invite()
    await expect(accept(first.path)).rejects.toMatchObject({ code: 'not_found' })
    await expect(accept(second.path, at(inDays(7.01)))).rejects.toMatchObject({ code: 'not_found' })
    await revokeInvitation(by(ada), { id: second.id })
    await expect(accept(second.path)).rejects.toMatchObject({ code: 'not_found' })
    await expect(revokeInvitation(by(ada), { id: second.id })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('that has expired is listed as such, and can be sent again under the same link', async () => {
    const { id, path } = await inviteMember({ ...by(ada), clock: { now: () => inDays(-8) } }, copied, {
      email: 'eve@example.com',
      role: 'viewer',
    })
    expect(await listInvitations(by(ada), copied)).toMatchObject([{ id, path, expired: true }])
    expect(await resendInvitation(by(ada), copied, { id })).toEqual({ path, mailed: false })
    expect(await listInvitations(by(ada), copied)).toMatchObject([{ id, expired: false }])
    expect(await accept(path)).toMatchObject({ role: 'viewer' })
  })

  it('is mailed where a mail server is set, by a job that holds ids alone', async () => {
    const { id, mailed: sent } = await invite(mailed)
    expect(sent).toBe(true)
    await resendInvitation(by(ada), mailed, { id })
    const [one, two] = await jobs()
    expect(one).toEqual({ invitationId: id, mailId: expect.any(String) })
    expect(two?.mailId).not.toBe(one?.mailId)
    expect((await invite(copied, 'fay@example.com')).mailed).toBe(false)
    expect(await jobs()).toHaveLength(2)
  })

  it('is not made for somebody who is a member', async () => {
    await expect(invite(copied, 'BOB@example.com')).rejects.toMatchObject({
      code: 'conflict',
      issues: [{ path: 'email' }],
    })
  })

  it.each([
    ['made up', 'x.y'],
    ['signed for another purpose', ''],
    ['empty', ''],
    ['with a NUL', '\0'],
  ])('does not open with a token %s', async (kind, text) => {
    const { id } = await invite()
    const token = kind.startsWith('signed') ? tokenOf(resetPath(id, secret)) : text
    expect(await findInvitation(at(), secret, token)).toBeNull()
    await expect(
      acceptInvitation(at(), secret, { token, name: 'Eve', password: good }),
    ).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('stays open when what was typed is refused', async () => {
    const { path } = await invite()
    const refused = acceptInvitation(at(), secret, { token: tokenOf(path), name: ' ', password: 'short' })
    await expect(refused).rejects.toMatchObject({
      code: 'bad_input',
      issues: [{ path: 'name' }, { path: 'password' }],
    })
    expect(await accept(path)).toMatchObject({ name: 'Eve' })
  })
})

describe('the team', () => {
  it('shows who was here to admins alone', async () => {
    await signedIn(bob, 2)
    await database.db.sql`update members set last_seen_at = '2026-01-01T00:00:00Z' where id = ${bob.id}`
    expect(await listMembers(by(ada))).toMatchObject([
      { name: 'ada', sessions: 0, lastSeenAt: null },
      { name: 'bob', sessions: 2, lastSeenAt: new Date('2026-01-01T00:00:00Z') },
    ])
    expect((await listMembers(by(bob))).map(({ lastSeenAt, sessions }) => [lastSeenAt, sessions])).toEqual([
      [null, null],
      [null, null],
    ])
  })

  it('always has an admin', async () => {
    const last = { code: 'unprocessable', message: expect.stringContaining('at least one admin') }
    await expect(changeRole(by(ada), { id: ada.id, role: 'operator' })).rejects.toMatchObject(last)
    await expect(removeMember(by(ada), { id: ada.id })).rejects.toMatchObject(last)
    expect(await changeRole(by(ada), { id: bob.id, role: 'admin' })).toEqual({ name: 'bob' })
    await removeMember(by(ada), { id: ada.id })
    expect((await listMembers(by(bob))).map(({ name, role }) => [name, role])).toEqual([['bob', 'admin']])
  })

  it('always has an admin, also when two take each other’s role at once', async () => {
    for (let round = 0; round < 10; round++) {
      await changeRole(at(), { id: ada.id, role: 'admin' })
      await changeRole(at(), { id: bob.id, role: 'admin' })
      const both = await Promise.allSettled([
        changeRole(by(ada), { id: bob.id, role: 'viewer' }),
        round % 2 === 0
          ? changeRole(by(bob), { id: ada.id, role: 'viewer' })
          : changeRole(by(ada), { id: ada.id, role: 'viewer' }),
      ])
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect((await listMembers(at())).filter(({ role }) => role === 'admin')).toHaveLength(1)
    }
  })

  it('loses a member with all sessions and links', async () => {
    await signedIn(bob, 2)
    const { path } = await makeResetLink(by(ada), copied, { id: bob.id })
    await removeMember(by(ada), { id: bob.id })
    expect(await sessionsOf(bob)).toEqual([])
    expect(await findPasswordReset(at(), secret, tokenOf(path))).toBeNull()
    await expect(removeMember(by(ada), { id: bob.id })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('lets members sign out everywhere, and admins sign others out', async () => {
    await signedIn(ada, 2)
    await signedIn(bob, 3)
    await expect(signOutEverywhere(by(bob), { id: ada.id })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await signOutEverywhere(by(ada), { id: bob.id })).toEqual({ name: 'bob', sessions: 3 })
    expect(await signOutEverywhere(by(bob), { id: bob.id })).toEqual({ name: 'bob', sessions: 0 })
    expect(await sessionsOf(ada)).toHaveLength(2)
  })
})

describe('a password', () => {
  const request = (email: string, settings = mailed) => requestPasswordReset(at(), settings, { email })
  const resets = () => database.db.sql<{ id: string; value: string }[]>`
    select id, value from member_verifications where identifier = 'password-reset' order by id`

  it('is reset by a link, once; every session and other link ends', async () => {
    await signedIn(bob, 2)
    await signedIn(ada)
    await request('BOB@example.com')
    const { path: other } = await makeResetLink(by(ada), copied, { id: bob.id })
    const [mail] = await jobs()
    const token = tokenOf(resetPath(mail?.resetId ?? '', secret))
    expect(await findPasswordReset(at(), secret, token)).toEqual({ email: 'bob@example.com' })
    const twice = await Promise.allSettled([
      resetPassword(at(), secret, { token, password: 'another good one' }),
      resetPassword(at(), secret, { token, password: 'yet another one' }),
    ])
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await sessionsOf(bob)).toEqual([])
    expect(await sessionsOf(ada)).toHaveLength(1)
    const again = resetPassword(at(), secret, { token: tokenOf(other), password: 'another good one' })
    await expect(again).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is not reset after an hour', async () => {
    const { path } = await makeResetLink(by(ada), copied, { id: bob.id })
    const late = at(new Date(Date.now() + 61 * 60 * 1000))
    expect(await findPasswordReset(late, secret, tokenOf(path))).toBeNull()
    const used = resetPassword(late, secret, { token: tokenOf(path), password: 'another good one' })
    await expect(used).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is asked for in the same way by an address that nobody has', async () => {
    await request('bob@example.com')
    await request('nobody@example.com')
    const [known, unknown] = await resets()
    expect([known?.value, unknown?.value]).toEqual([bob.id, ''])
    expect(await jobs()).toHaveLength(2)
    const token = tokenOf(resetPath(unknown?.id ?? '', secret))
    expect(await findPasswordReset(at(), secret, token)).toBeNull()
  })

  it('fills nobody’s mailbox with links', async () => {
    for (let i = 0; i < 8; i++) await request('bob@example.com')
    expect((await resets()).filter(({ value }) => value === bob.id)).toHaveLength(5)
  })

  it('can’t be asked for without a mail server: every member could read it in the inbox', async () => {
    await expect(request('bob@example.com', copied)).rejects.toMatchObject({ code: 'unprocessable' })
    expect(await resets()).toEqual([])
  })

  it('is changed by who knows it; other sessions end', async () => {
    await signedIn(bob, 3)
    const [mine = ''] = await sessionsOf(bob)
    const wrong = changePassword(by(bob), mine, { current: 'a guess at it', password: 'another good one' })
    await expect(wrong).rejects.toMatchObject({ code: 'bad_input', issues: [{ path: 'current' }] })
    await changePassword(by(bob), mine, { current: good, password: 'another good one' })
    expect(await sessionsOf(bob)).toEqual([mine])
    await changePassword(by(bob), mine, { current: 'another good one', password: good })
  })

  it('can’t be guessed by a session that was left open', async () => {
    const guess = () => changePassword(by(bob), 'none', { current: 'a guess at it', password: good })
    for (let i = 0; i < 5; i++) await expect(guess()).rejects.toMatchObject({ code: 'bad_input' })
    await expect(guess()).rejects.toMatchObject({ code: 'rate_limited' })
  })

  it('is generated for whoever has the machine', async () => {
    await signedIn(bob)
    const password = await generatePassword(at(), ' Bob@example.com')
    expect(password).toMatch(/^[\w-]{16}$/)
    expect(await sessionsOf(bob)).toEqual([])
    await changePassword(by(bob), 'none', { current: password, password: good })
    await expect(generatePassword(at(), 'eve@example.com')).rejects.toMatchObject({ code: 'not_found' })
  })
})
