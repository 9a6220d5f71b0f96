import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { createGitRenderer } from '#server/rendering/git-templates.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { asMember } from '#server/testing/factories.ts'
import { withOtherCode } from '#server/testing/other-code.ts'
import { loadDraft } from '../drafts/draft.ts'
import { saveDraft } from '../drafts/save.ts'
import { insertVersion, lockAnyTemplate } from '../next-version.ts'
import { registerGitTemplates } from '../register-git.ts'
import type { GitSource } from '../sources.ts'
import { gitCode } from './code.ts'
import { resetToCode } from './reset-to-code.ts'
import { gitStudio } from './studio.ts'

let database: TestDatabase
let orm: Orm
let ctx: Context

beforeAll(async () => {
  database = await testDatabase()
  orm = database.db.orm
  ctx = asMember(database.db)
  await registerGitTemplates(ctx)
})
afterAll(() => database.close())

const app = { name: 'Shop', url: 'https://shop.example' }
const sent = { order_id: '123', carrier: 'DHL', delivered_at: '2026-07-16T13:42:00Z' }

/** Publishes what locales say otherwise, by the code that is there. */
async function say(key: string, words: Record<string, Partial<GitSource>>): Promise<number> {
  const code = await gitCode(key)
  if (!code) throw new Error(`no code of ${key}`)
  return orm.transaction(async (tx) => {
    const locales = Object.entries(words).map(([locale, source]) => ({
      ...{ locale, compiled: null },
      source: { subject: null, strings: {}, ...source },
    }))
    const content = { kind: 'git' as const, sourceHash: code.sourceHash, variables: null, locales }
    return insertVersion(tx, ctx, await lockAnyTemplate(tx, key), { ...content, restores: null })
  })
}

async function render(
  templateKey: string,
  templateVersion: number,
  locale: string,
  data: Record<string, unknown>,
) {
  const renderer = await createGitRenderer(orm, app)
  const recipient = { name: 'Ada', email: 'ada@example.com', locale, timezone: 'Europe/Berlin' }
  return renderer({ templateKey, templateVersion, data, recipient })
}

/** A fork with nothing in it is published. */
const publishFork = (key: string) =>
  orm.transaction(async (tx) => {
    const compiled = { format: 1, subject: ['A fork'], html: ['<p>A fork</p>'], text: ['A fork'] }
    const source = { subject: 'A fork', preheader: '', doc: { type: 'doc', content: [] } }
    const locales = [{ locale: 'en', source, compiled }]
    const content = { kind: 'visual' as const, variables: null, locales, restores: null }
    return insertVersion(tx, ctx, await lockAnyTemplate(tx, key), content)
  })

describe('what a locale says otherwise', () => {
  test('is sent to its readers, dates in its language; others get the code’s words', async () => {
    const key = 'shipment-delivered'
    const strings = { heading: 'Deine Bestellung kam am {day} an', greeting: 'Hallo {name},' }
    const subject = 'Bestellung {order} ist da ({carrier|ohne Dienst}, {app.name})'
    const version = await say(key, { en: {}, de: { subject, strings } })
    const german = await render(key, version, 'de-AT', sent)
    expect(german).toMatchObject({ version, locale: 'de', subject: 'Bestellung 123 ist da (DHL, Shop)' })
    expect(german.text).toContain('Deine Bestellung kam am Donnerstag, 16. Juli')
    expect(german.text).toContain('Hallo Ada,')
    expect(german.html).toContain('<html dir="ltr" lang="de"')
    expect(german.html).toContain('<title>Bestellung 123 ist da (DHL, Shop)</title>')
    const french = await render(key, version, 'fr', sent)
    expect(french).toMatchObject({ locale: 'en', subject: 'Your order 123 was delivered' })
    expect(french.text).toContain('Thursday, 16 July at 15:42')
  })

  test('falls back from pt-BR to pt to the default, whose words may be others, too', async () => {
    const key = 'welcome'
    const version = await say(key, {
      en: { strings: { heading: 'Hi there' } },
      pt: { strings: { heading: 'Bem-vindo' } },
      'pt-BR': { subject: 'Oi, {name}' },
    })
    expect(await render(key, version, 'pt-PT', {})).toMatchObject({ locale: 'pt', subject: 'Welcome, Ada' })
    const brazil = await render(key, version, 'pt-BR', {})
    expect(brazil).toMatchObject({ locale: 'pt-BR', subject: 'Oi, Ada' })
    expect(brazil.text).toContain('Welcome, good to have you here')
    expect((await render(key, version, 'sv', {})).text).toContain('Hi there')
  })

  test('belongs to its version: an older one says what it said', async () => {
    const key = 'user-registered'
    const before = await render(key, 1, 'en', { name: 'Ada' })
    const version = await say(key, { en: { subject: 'Ready, {name}' } })
    expect(await render(key, version, 'en', { name: 'Ada' })).toMatchObject({
      version,
      subject: 'Ready, Ada',
    })
    expect(await render(key, 1, 'en', { name: 'Ada' })).toEqual(before)
    expect(before).toMatchObject({ version: 1, subject: 'Ada, your account is ready' })
  })

  test('with a subject that lacks a value is not sent, and says which', async () => {
    const version = await say('notification', { en: { subject: 'About {report.name}' } })
    await expect(render('notification', version, 'en', { title: 'A title' })).rejects.toMatchObject({
      code: 'unprocessable',
      issues: [{ path: 'report.name', message: 'is required' }],
    })
  })

  test('is text: tags, line breaks and braces in it or in the data change nothing else', async () => {
    const key = 'low-inventory-alert'
    const strings = { sentence: '<b>Order</b> {more} {product}' }
    const version = await say(key, { en: { strings, subject: 'Low: {product}\r\nBcc: x@example.com' } })
    const mail = await render(key, version, 'en', { product_name: '{amount}<i>', quantity: 3 })
    expect(mail.html).toContain('&lt;b&gt;Order&lt;/b&gt; {more} {product}')
    expect(mail.html).not.toContain('<i>')
    expect(mail.subject).not.toMatch(/[\r\n]/)
    expect(mail.subject).toContain('Low: {amount}<i>')
  })

  test('of an event’s own making is ignored', async () => {
    const data = { title: 'A title', $wording: { strings: { greeting: 'Pwned' }, subject: 'Pwned' } }
    const mail = await render('notification', 1, 'en', data)
    expect(mail).toMatchObject({ subject: 'A title' })
    expect(mail.html).not.toContain('Pwned')
  })
})

describe('code that has changed at a start', () => {
  test('is the next version, in the words of before, but for texts that it has no more', async () => {
    const key = 'order-created'
    const de = { subject: 'Bestellung {order}', strings: { heading: 'Danke', gone: 'Weg' } }
    const before = await say(key, { en: {}, de })
    await withOtherCode(database.db, key, 'f'.repeat(64))
    expect(await registerGitTemplates(ctx)).toEqual([key])
    expect(await loadDraft(orm, key)).toMatchObject({
      basedOn: before + 1,
      locales: [
        { locale: 'en', source: { subject: null, strings: {} } },
        { locale: 'de', source: { subject: 'Bestellung {order}', strings: { heading: 'Danke' } } },
      ],
    })
    // The version before was of code that is there no more.
    expect(await render(key, before, 'de', { order_id: 7 })).toMatchObject({
      version: before + 1,
      subject: 'Bestellung 7',
    })
    expect(await registerGitTemplates(ctx)).toEqual([])
  })

  test('leaves a published fork alone, and says that there is newer code', async () => {
    const key = 'appointment-created'
    const git = await say(key, { en: {}, de: { strings: { badge: 'Gebucht' } } })
    const fork = await publishFork(key)
    expect(await gitStudio(orm, key)).toMatchObject({ forked: true, newerCode: false, version: git })
    await withOtherCode(database.db, key, 'e'.repeat(64))
    expect(await registerGitTemplates(ctx)).toEqual([])
    expect(await gitStudio(orm, key)).toMatchObject({ forked: true, newerCode: true })
    // What was planned by the code is still sent.
    const mail = await render(key, git, 'de', { appointment_id: 'A1' })
    expect(mail).toMatchObject({ version: git, locale: 'de' })

    const { version } = await resetToCode(ctx, { key, lockVersion: -fork })
    expect(version).toBe(fork + 1)
    expect(await gitStudio(orm, key)).toMatchObject({ forked: false, newerCode: false, version })
    expect((await render(key, version, 'de', { appointment_id: 'A1' })).html).toContain('Gebucht')
    expect(await registerGitTemplates(ctx)).toEqual([])
  })
})

describe('reset to code', () => {
  test('of a draft drops it, and publishes nothing', async () => {
    const key = 'payment-status-changed'
    const source = { subject: 'Paid', strings: {} }
    const { lockVersion } = await saveDraft(ctx, {
      ...{ key, lockVersion: -1 },
      locales: [{ locale: 'en', source }],
    })
    await expect(resetToCode(ctx, { key, lockVersion: -1 })).rejects.toMatchObject({ code: 'conflict' })
    expect(await resetToCode(ctx, { key, lockVersion })).toEqual({ version: 1 })
    expect((await loadDraft(orm, key)).lockVersion).toBe(-1)
  })

  test('is refused for what the code does not have', async () => {
    const asked = resetToCode(ctx, { key: 'no-such-code', lockVersion: 0 })
    await expect(asked).rejects.toMatchObject({ code: 'unprocessable' })
  })
})
