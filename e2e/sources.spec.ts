import { expect, type Page, test } from '@playwright/test'
import { Webhook } from 'standardwebhooks'
import { looksRight } from './looks-right.ts'
import { Product } from './product.ts'

let product: Product
const faults: string[] = []

test.beforeAll(async () => {
  product = await Product.start({ OPEN_ENDPOINTS: 'webhook', OPEN_FROM: '10.0.0.0/8' })
})
test.afterAll(() => product.stop())
test.beforeEach(({ page }) => {
  page.on('pageerror', ({ message }) => faults.push(`${page.url()}: ${message}`))
})
// What the server rendered is what the browser renders, too: React reports a difference as an error.
test.afterEach(() => expect(faults).toEqual([]))

let sent = 0

/** Posts as the official library signs it. */
async function post(address: string, secret: string, body: unknown) {
  const text = JSON.stringify(body)
  const id = `msg_${++sent}`
  const at = new Date()
  return await fetch(address, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, text),
    },
    body: text,
  })
}

/** The text of a copyable line, as the copy button takes it. */
async function copied(page: Page, name: string): Promise<string> {
  const shown = page.getByRole('dialog').getByRole('button', { name: `Copy ${name}` })
  await page.evaluate(() => navigator.clipboard.writeText(''))
  await shown.click()
  const copy = () => page.evaluate(() => navigator.clipboard.readText())
  await expect.poll(copy).not.toBe('')
  return await copy()
}

test('a source is made, mapped, tried, rotated and watched', async ({ page, context }) => {
  test.slow()
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await product.signIn(page, '/admin')
  await expect(page.getByText('Some paths are open without a key')).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await expect(page).toHaveURL(`${product.url}/admin/sources`)
  await expect(page.getByRole('note')).toContainText('10.0.0.0/8')
  await looksRight(page)

  await page.getByRole('button', { name: 'New source' }).click()
  await page.getByLabel('Name').fill('Größe & Co')
  await expect(page.getByLabel('Address')).toHaveValue('groesse-co')
  // Emptied, it stays empty while somebody is in it.
  await page.getByLabel('Address').fill('')
  await expect(page.getByLabel('Address')).toHaveValue('')
  await page.getByLabel('Address').fill('events')
  await page.getByRole('button', { name: 'Create source' }).click()
  await expect(page.getByText('is an address of Posthorn’s own')).toBeVisible()
  await page.getByLabel('Address').fill('shop')
  await looksRight(page)
  await page.getByRole('button', { name: 'Create source' }).click()
  await expect(page.getByText('Ready to receive')).toBeVisible()
  const address = await copied(page, 'address')
  const first = await copied(page, 'secret')
  expect(address).toBe(`${product.url}/webhook/shop`)
  await looksRight(page)

  const order = { kind: 'ORDER_CREATED', order_id: '1', buyer: { mail: 'ada@example.com' } }
  const accepted = await post(address, first, order)
  expect({ status: accepted.status, body: await accepted.json() }).toMatchObject({
    status: 200,
    body: { ack: true },
  })
  await page.getByRole('link', { name: 'Open the source' }).click()
  await expect(page).toHaveURL(address.replace('/webhook/', '/admin/sources/'))
  await page.goBack()
  await expect(page.getByRole('row', { name: /\/webhook\/shop/ })).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.goForward()
  const events = page.getByRole('table', { name: 'Last events' })
  await expect(events.getByRole('row', { name: /No type/ })).toBeVisible()

  // The payload that came is tried; its places fill the fields.
  await expect(page.getByLabel('Try it on a payload')).toHaveValue(/ORDER_CREATED/)
  await page.getByLabel('Event type').selectOption('At a path')
  const places = page.getByRole('list', { name: 'Places in the payload' })
  await places.getByRole('button', { name: /^kind/ }).click()
  await page.getByLabel('Recipient', { exact: true }).click()
  await places.getByRole('button', { name: /^buyer\.mail/ }).click()
  const outcome = page.getByRole('region', { name: 'What would happen' })
  await expect(outcome).toContainText('Order received')
  await expect(outcome).toContainText('ada@example.com')
  await expect(outcome).toContainText('We received your order 1')
  await page.getByLabel('Order id').fill('items[')
  await expect(page.getByText(/is no path/)).toBeVisible()
  await page.getByLabel('Order id').fill('order_id')
  await page.getByRole('button', { name: 'Save', exact: true }).last().click()
  await expect(page.getByText('Saved; it holds from the next event on')).toBeVisible()
  expect((await post(address, first, { ...order, order_id: '2' })).status).toBe(200)
  await expect(events.getByRole('row', { name: /ORDER_CREATED.*Sent.*ada@example\.com/ })).toBeVisible()
  await looksRight(page)

  // Rotated, both are taken; what neither signed is refused and told.
  await page.getByRole('button', { name: 'Rotate…' }).click()
  await page.getByRole('button', { name: 'Rotate', exact: true }).click()
  await expect(page.getByText('Both secrets live until')).toBeVisible()
  const second = await copied(page, 'secret')
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('button', { name: 'Rotate…' })).toBeFocused()
  expect(second).not.toBe(first)
  expect((await post(address, first, order)).status).toBe(200)
  expect((await post(address, second, order)).status).toBe(200)
  const stranger = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
  const refused = await post(address, stranger, order)
  expect(refused.status).toBe(401)
  const { trace_id: traceId } = (await refused.json()) as { trace_id: string }
  const refusals = page.getByRole('list', { name: 'Last refusals' })
  await expect(refusals.getByRole('listitem')).toContainText([traceId.slice(0, 8)])
  await expect(refusals).toContainText('A valid Standard Webhooks signature is required.')
  await page.getByRole('button', { name: 'End now' }).click()
  await page.getByRole('button', { name: 'End it' }).click()
  // While the question is open, the page behind it is hidden from whoever looks for roles.
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'End now' })).toHaveCount(0)
  expect((await post(address, first, order)).status).toBe(401)
  expect((await post(address, second, order)).status).toBe(200)
  await looksRight(page)

  // In the list, with its figures; switched off, then gone.
  await page.goto(`${product.url}/admin/sources`)
  await expect(page.getByRole('row', { name: /\/webhook\/shop.*Signature.*5.*%/ })).toBeVisible()
  await looksRight(page)
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Größe & Co' })).toBeVisible()
  await page.getByRole('button', { name: 'More' }).click()
  await expect(page.getByRole('menu')).toBeVisible()
  await looksRight(page)
  await page.getByRole('menuitem', { name: 'Switch off…' }).click()
  await page.getByRole('button', { name: 'Switch off' }).click()
  await expect(page.getByText('This source is switched off')).toBeVisible()
  expect((await post(address, second, order)).status).toBe(404)
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  await page.getByRole('button', { name: 'Delete' }).click()
  await expect(page).toHaveURL(`${product.url}/admin/sources`)
  await expect(page.getByRole('row', { name: /\/webhook\/shop/ })).toHaveCount(0)
})

test('a viewer sees the sources, and nothing to change or to sign with', async ({ page }) => {
  await product.sql`insert into webhook_sources (id, key, name, auth, created_at, updated_at)
    values (gen_random_uuid(), 'other', 'Other', 'open', now(), now())`
  await product.sql`update members set role = 'viewer'`
  await product.signIn(page, '/admin/sources/other')
  await expect(page.getByText('Anybody who knows the address can send', { exact: true })).toBeVisible()
  for (const name of ['More', 'Save', 'Rotate…', 'Show']) {
    await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0)
  }
  await expect(page.getByRole('radio', { name: 'Signature' })).toBeDisabled()
  await expect(page.getByLabel('Recipient', { exact: true })).toBeDisabled()
  await looksRight(page)
  await page.goto(`${product.url}/admin/sources`)
  await expect(page.getByRole('button', { name: 'New source' })).toHaveCount(0)
  const call = await page.request.post(`${product.url}/api/trpc/sources.create`, {
    headers: { origin: product.url },
    data: { json: { key: 'mine', name: 'Mine', auth: 'open' } },
  })
  expect(call.status()).toBe(403)
})
