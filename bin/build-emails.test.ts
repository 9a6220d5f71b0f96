import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { buildEmails } from './build-emails.js'

// Each builds all of it, several times, the studio’s parts too.
vi.setConfig({ testTimeout: 60_000 })

const repository = path.resolve(import.meta.dirname, '..')
let root: string

/** A copy of emails/ below the repository, so that its imports find the packages. */
beforeAll(() => {
  mkdirSync(path.join(repository, '.build'), { recursive: true })
  root = mkdtempSync(path.join(repository, '.build/emails-test-'))
  cpSync(path.join(repository, 'emails'), path.join(root, 'emails'), { recursive: true })
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

function edit(file: string, from: string, to: string): void {
  const full = path.join(root, 'emails', file)
  const text = readFileSync(full, 'utf8')
  expect(text).toContain(from)
  writeFileSync(full, text.replace(from, to))
}

const built = (folder = '') =>
  readdirSync(path.join(root, '.build/emails', folder))
    .filter((name) => !['members', '_studio'].includes(name))
    .sort()

it('lists every template, with a hash that changes with its own and its shared code only', async () => {
  const first = await buildEmails({ root })
  expect(built()).toEqual([...first.map(({ file }) => file), 'manifest.json'].sort())
  expect(first.map(({ key }) => key)).toContain('order-created')
  expect(built('_studio')).toEqual(expect.arrayContaining(['sandbox.js', 'visual.js']))
  expect(first.find(({ key }) => key === 'appointment-reminder')).toEqual({
    key: 'appointment-reminder',
    file: 'appointment-reminder.js',
    sourceHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    category: 'appointments',
    description: expect.any(String),
    strings: expect.arrayContaining([{ name: 'subject', text: 'Reminder: {when}' }]),
    facts: ['when', 'start', 'appointment', 'doctor', 'location'],
    sample: expect.objectContaining({ appointment_id: 'A123' }),
    code: readFileSync(path.join(root, 'emails/appointment-reminder.tsx'), 'utf8'),
  })
  for (const { sample } of first) expect(sample).not.toHaveProperty('recipient')
  expect(JSON.parse(readFileSync(path.join(root, '.build/emails/manifest.json'), 'utf8'))).toEqual(first)
  expect(await buildEmails({ root })).toEqual(first)

  const changed = (next: typeof first) =>
    next.filter((template, index) => template.sourceHash !== first[index]?.sourceHash).map(({ key }) => key)
  edit('welcome.tsx', 'Your account is open', 'Your account is now open')
  expect(changed(await buildEmails({ root }))).toEqual(['welcome'])
  edit('_components/layout.tsx', 'Sent by', 'From')
  expect(changed(await buildEmails({ root }))).toHaveLength(first.length)
})

it('compiles mails to members, and lists none of them: nobody can have one sent with a link of theirs', async () => {
  const keys = (await buildEmails({ root })).map(({ key }) => key)
  expect(keys.filter((key) => /invitation|password|member/.test(key))).toEqual([])
  expect(built('members')).toEqual(['invitation.js', 'password-reset.js'])
})

it('drops what is no template any more', async () => {
  rmSync(path.join(root, 'emails/welcome.tsx'))
  expect((await buildEmails({ root })).map(({ key }) => key)).not.toContain('welcome')
  expect(built()).not.toContain('welcome.js')
})

it('names the file of a template that is not complete or does not compile', { timeout: 30_000 }, async () => {
  edit('notification.tsx', 'export const category', 'const category')
  await expect(buildEmails({ root })).rejects.toThrow('emails/notification.tsx: export "category"')
  edit('notification.tsx', 'const category', 'const const category')
  await expect(buildEmails({ root })).rejects.toThrow('emails/notification.tsx')
  edit('notification.tsx', 'const const category', 'export const category')
  edit('notification.tsx', "subject: '{title}'", "topic: '{title}'")
  await expect(buildEmails({ root })).rejects.toThrow('emails/notification.tsx: export "strings"')
})
