import { type Browser, expect, type Page, test } from '@playwright/test'
import { looksRight } from './looks-right.ts'
import { Product } from './product.ts'

const ADA = 'ada@example.com'
/** A key with all scopes. */
const KEY = 'the-secret-of-the-recipient-spec-0123456789'
let product: Product
let userId = ''

test.beforeAll(async () => {
  product = await Product.start({ INTERNAL_API_SECRET: KEY })
  const template = await post('/v1/templates', {
    template_key: 'NEWS',
    subject: 'News for {name}',
    body: 'Hello {name}',
    html_body: '<html><body><h1>Hello {name}</h1></body></html>',
    category: 'product',
  })
  expect(template.status).toBe(201)
  const user = await post('/v1/users', { email_address: ADA, name: 'Ada', external_id: 'ada' })
  userId = user.body.data.user_id ?? ''
})
test.afterAll(() => product.stop())

async function post(path: string, body: unknown) {
  const response = await fetch(product.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as { data: Record<string, string> } }
}

/** Sends Ada the news; answers the notification once it has come to an end. */
async function news(more: Record<string, unknown> = {}) {
  const sent = await post('/v1/notifications', {
    ...{ user_id: userId, template_key: 'NEWS', message_data: { name: 'Ada' }, channels: ['email'] },
    ...more,
  })
  expect(sent.status).toBe(202)
  const id = sent.body.data.notification_id ?? ''
  await expect
    .poll(async () => (await product.notification(id)).status, { timeout: 20_000 })
    .toMatch(/^(SENT|WITHHELD|SCHEDULED|FAILED)$/)
  return { id, ...(await product.notification(id)) }
}

/** The newest mail in the inbox. */
async function newestMail() {
  const [mail] = await product.sql<{ headers: Record<string, string>; html: string; text: string }[]>`
    select c.headers, c.html, c.text from delivery_contents c join deliveries d on d.id = c.delivery_id
    order by d.id desc limit 1`
  if (!mail) throw new Error('no mail')
  return mail
}

/** The page as it is for those without scripts. */
async function withoutScripts(browser: Browser, work: (page: Page) => Promise<void>, locale = 'en-GB') {
  const context = await browser.newContext({ javaScriptEnabled: false, locale })
  try {
    await work(await context.newPage())
  } finally {
    await context.close()
  }
}

const chosen = async () => {
  const response = await fetch(`${product.url}/v1/users/${userId}`, {
    headers: { authorization: `Bearer ${KEY}` },
  })
  return ((await response.json()) as { data: { preferred_language: string; preferences: unknown } }).data
}

test('by the link in their mail a recipient chooses what they get, without scripts', async ({ browser }) => {
  expect((await news()).status).toBe('SENT')
  const mail = await newestMail()
  const link = /<(.+)\/unsubscribe>/.exec(mail.headers['List-Unsubscribe'] ?? '')?.[1] ?? ''
  expect(mail.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click')
  expect(mail.html).toContain(`href="${link}"`)
  expect(mail.text).toContain(link)
  const path = new URL(link).pathname

  await withoutScripts(browser, async (page) => {
    await page.goto(product.url + path)
    await expect(page.getByRole('heading', { name: 'What you get' })).toBeVisible()
    await expect(page.getByText(ADA)).toBeVisible()
    await page.getByLabel('Product news by e-mail').uncheck()
    await page.getByLabel('Keep messages back in these hours').check()
    await page.getByLabel('From').fill('21:30')
    await page.getByLabel('To', { exact: true }).fill('21:30')
    await page.getByLabel('Time zone').selectOption('Asia/Kolkata')
    await page.getByRole('button', { name: 'Save' }).click()
    // What was typed is still there, and nothing was saved.
    await expect(page.getByText('Please choose a time other than the first.')).toBeVisible()
    await expect(page.getByLabel('Product news by e-mail')).not.toBeChecked()
    await expect(page.getByLabel('Time zone')).toHaveValue('Asia/Kolkata')
    expect(await chosen()).toMatchObject({ preferences: { quiet_hours_start: null, categories: {} } })

    await page.getByLabel('To', { exact: true }).fill('07:00')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible()
    await expect(page.getByLabel('From')).toHaveValue('21:30')
  })
  expect(await chosen()).toMatchObject({
    timezone: 'Asia/Kolkata',
    preferences: {
      quiet_hours_start: '21:30',
      quiet_hours_end: '07:00',
      categories: { product: { email: false } },
    },
  })
  expect(await news()).toMatchObject({ status: 'WITHHELD', deliveries: [{ reason: 'category_off' }] })

  await withoutScripts(browser, async (page) => {
    await page.goto(product.url + path)
    await page.getByLabel('Product news by e-mail').check()
    await page.getByLabel('Keep messages back in these hours').uncheck()
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible()
    await page.getByRole('button', { name: 'Unsubscribe from all optional mail' }).click()
    await expect(page.getByRole('heading', { name: 'You are unsubscribed' })).toBeVisible()
    await expect(page.getByLabel('Product news by e-mail')).not.toBeChecked()
  })
  expect(await news()).toMatchObject({ status: 'WITHHELD', deliveries: [{ reason: 'unsubscribed' }] })
  await withoutScripts(browser, async (page) => {
    await page.goto(product.url + path)
    await page.getByRole('button', { name: 'Subscribe again' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'subscribed again' })).toBeVisible()
  })
  expect((await news()).status).toBe('SENT')
})

test('a mail client unsubscribes by one click, and a scanner that follows links changes nothing', async () => {
  expect((await news()).status).toBe('SENT')
  const address = /<(.+)>/.exec((await newestMail()).headers['List-Unsubscribe'] ?? '')?.[1] ?? ''
  const oneClick = product.url + new URL(address).pathname
  const page = oneClick.replace(/\/unsubscribe$/, '')
  const kept = () =>
    product.sql`select (select jsonb_agg(p) from preferences p) as preferences,
      (select jsonb_agg(a) from address_preferences a) as addresses,
      (select jsonb_agg(s) from suppressions s) as suppressions, (select count(*) from audit_log) as audited`
  const before = await kept()
  for (const method of ['GET', 'HEAD'])
    for (const url of [
      page,
      oneClick,
      `${page}/choices`,
      `${page}/push`,
      `${oneClick}/`,
      `${page}?done=save`,
    ]) {
      const { status } = await fetch(url, { method, redirect: 'manual' })
      expect(status, `${method} ${url}`).toBeLessThan(500)
    }
  expect(await kept()).toEqual(before)
  const looked = await fetch(oneClick, { redirect: 'manual' })
  expect([looked.status, looked.headers.get('location')]).toEqual([302, new URL(page).pathname])

  for (let i = 0; i < 2; i++) {
    const clicked = await fetch(oneClick, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    })
    expect(clicked.status).toBe(200)
  }
  expect(await chosen()).toMatchObject({ preferences: { categories: { product: { email: false } } } })
  expect((await news()).status).toBe('WITHHELD')
  expect((await fetch(`${product.url}/u/${'x'.repeat(60)}/unsubscribe`, { method: 'POST' })).status).toBe(404)
})

test('the page is right for everybody, loads little and keeps to itself', async ({ page }) => {
  await product.sql`update preferences set categories = '{}'`
  await news()
  const link = /<(.+)\/unsubscribe>/.exec((await newestMail()).headers['List-Unsubscribe'] ?? '')?.[1] ?? ''
  const url = product.url + new URL(link).pathname
  const faults: string[] = []
  page.on('pageerror', ({ message }) => faults.push(message))
  const scripts: Promise<number>[] = []
  page.on('response', (response) => {
    const request = response.request()
    if (request.resourceType() !== 'script') return
    scripts.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
  })
  const answer = await page.goto(url)
  // Shown by a script that knows the browser: by then all are there.
  await expect(page.getByRole('button', { name: 'Get notifications in this browser' })).toBeVisible()
  expect(answer?.headers()).toMatchObject({
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow',
  })
  expect(answer?.headers()['cache-control']).toContain('no-store')
  // Next and React take some 190,000 of it.
  const bytes = (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0)
  expect(bytes).toBeGreaterThan(100_000)
  expect(bytes).toBeLessThan(240_000)
  await looksRight(page)
  await page.getByRole('button', { name: 'Unsubscribe from “Product news”' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'no more “Product news” by e-mail' })).toBeVisible()
  await looksRight(page)
  // By the keyboard alone.
  await page.getByLabel('Product news by e-mail').focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible()
  expect(await chosen()).toMatchObject({ preferences: { categories: { product: { email: true } } } })
  await page.goto(`${product.url}/u/${'x'.repeat(60)}`)
  await expect(page.getByRole('heading', { name: 'This link is not valid' })).toBeVisible()
  await looksRight(page)
  expect(faults).toEqual([])
})

test('the page speaks German to whoever reads it', async ({ browser }) => {
  await product.sql`update users set language = 'de-AT' where id = ${userId}`
  await news()
  const link = /<(.+)\/unsubscribe>/.exec((await newestMail()).headers['List-Unsubscribe'] ?? '')?.[1] ?? ''
  await withoutScripts(browser, async (page) => {
    await page.goto(product.url + new URL(link).pathname)
    await expect(page.getByRole('heading', { name: 'Was Sie bekommen' })).toBeVisible()
    await page.getByLabel('Sprache der Nachrichten').selectOption('en')
    await page.getByRole('button', { name: 'Speichern' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible()
  })
  expect(await chosen()).toMatchObject({ preferred_language: 'en' })
})

test('a link that was revoked lets unsubscribe and no more, and guesses come to an end', async ({
  browser,
  page: scripted,
}) => {
  await product.sql`update preferences set categories = '{}'`
  await news()
  const link = /<(.+)\/unsubscribe>/.exec((await newestMail()).headers['List-Unsubscribe'] ?? '')?.[1] ?? ''
  const url = product.url + new URL(link).pathname
  await product.sql`insert into revoked_links values (encode(sha256(${ADA}::bytea), 'hex'), now() + interval '1 minute')`
  await scripted.goto(url)
  await looksRight(scripted)
  await withoutScripts(browser, async (page) => {
    expect((await page.goto(url))?.status()).toBe(410)
    await expect(page.getByRole('heading', { name: 'This link is no longer valid' })).toBeVisible()
    await expect(page.getByText(ADA)).toBeHidden()
    await page.getByRole('button', { name: 'Unsubscribe from such mail' }).click()
    await expect(page.getByRole('status')).toContainText('no more mail of that kind')
  })
  expect(await chosen()).toMatchObject({ preferences: { categories: { product: { email: false } } } })
  const guess = `${product.url}/u/${'x'.repeat(60)}`
  expect((await fetch(guess)).status).toBe(404)
  const answers = await Promise.all(
    Array.from({ length: 90 }, async () => (await fetch(`${guess}/unsubscribe`, { method: 'POST' })).status),
  )
  expect(new Set(answers)).toEqual(new Set([404, 429]))
  // One more is allowed each second: some of these come in between.
  const pages = await Promise.all(Array.from({ length: 10 }, () => fetch(guess)))
  const refused = pages.find(({ status }) => status === 429)
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await refused?.text()).toContain('Please wait a moment')
  // A valid link is not counted: mail providers come from few addresses.
  expect((await fetch(`${url}/unsubscribe`, { method: 'POST' })).status).toBe(200)
})
