import { expect, type Page, test } from '@playwright/test'
import { hydrated } from './hydrated.ts'
import { looksRight } from './looks-right.ts'
import { Product } from './product.ts'

let product: Product
const faults: string[] = []

test.beforeAll(async () => {
  product = await Product.start()
})
test.afterAll(() => product.stop())
test.beforeEach(({ page }) => {
  page.on('pageerror', ({ message }) => faults.push(`${page.url()}: ${message}`))
})
// What the server rendered is what the browser renders, too: React reports a difference as an error.
test.afterEach(() => expect(faults).toEqual([]))

const outcome = (page: Page) => page.getByRole('region', { name: 'What would happen' })
const steps = (page: Page) => page.getByRole('navigation', { name: 'Steps of this workflow' })

/** Saves what is written, with a word on why. */
async function save(page: Page, version: number, note: string): Promise<void> {
  await page.getByRole('button', { name: 'Save…' }).click()
  await page.getByLabel('Why').fill(note)
  await page.getByRole('button', { name: `Save version ${version}` }).click()
  await expect(page.getByText(`Saved as version ${version}`)).toBeVisible()
}

/** Makes a workflow of the list for orders by their own event type, and waits for its editor. */
async function create(page: Page, name: string, eventType: string): Promise<void> {
  await page.goto(`${product.url}/admin/workflows`)
  await page.getByRole('button', { name: 'New workflow' }).click()
  const sheet = page.getByRole('dialog', { name: 'New workflow' })
  await sheet.getByLabel('Name').fill(name)
  await sheet.getByLabel('Event type').fill(eventType)
  await sheet.getByLabel('Template', { exact: true }).click()
  await expect(page.getByRole('option', { name: 'order-created' })).toBeVisible()
  await page.keyboard.type('order-created')
  await page.keyboard.press('Enter')
  await expect(sheet.getByText('Its category is orders')).toBeVisible()
  await sheet.getByRole('button', { name: 'Create and open' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

test('the list says what starts what, and leads to each workflow', async ({ page }) => {
  await product.signIn(page, '/admin')
  await page.keyboard.press('g')
  await page.keyboard.press('w')
  await expect(page).toHaveURL(`${product.url}/admin/workflows`)
  const row = page.getByRole('row', { name: /Order received/ })
  await expect(row).toContainText('ORDER_CREATED')
  await looksRight(page)
  await page.getByRole('button', { name: /^Off/ }).click()
  await expect(row).toBeHidden()
  await page.getByRole('button', { name: /^All/ }).click()
  await page.getByRole('searchbox', { name: 'Search workflows' }).fill('shipment')
  await expect(row).toBeHidden()
  await page.getByRole('link', { name: /Shipment delivered/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Shipment delivered' })).toBeVisible()
  await expect(outcome(page)).toContainText('Would send an e-mail')
  await looksRight(page)
})

test('a workflow is made from nothing, tried, switched on, and does what it says', async ({ page }) => {
  await product.signIn(page, '/admin/workflows')
  await create(page, 'Big order', 'BIG_ORDER')
  await expect(page.getByText('This workflow is off')).toBeVisible()

  await page.getByRole('button', { name: 'Add a condition' }).click()
  await page.getByLabel('Place, condition 1').fill('order_total')
  await page.getByLabel('Comparison, condition 1').selectOption('gt')
  await page.getByLabel('Value, condition 1').fill('100')
  await page.getByRole('switch', { name: 'Delay' }).click()
  await page.getByLabel('After', { exact: true }).fill('1')
  await page.getByLabel('After: unit', { exact: true }).selectOption('1')
  await expect(steps(page)).toContainText('order_total > 100')
  await expect(steps(page)).toContainText('wait 1 second')

  // The example meets the conditions; the other side of them is told in words.
  await expect(outcome(page)).toContainText('Would')
  await expect(outcome(page)).toContainText('order_total > 100: it is 101')
  const event = page.getByRole('textbox', { name: 'The event' })
  await event.fill(
    '{ "type": "BIG_ORDER", "data": { "order_total": 99, "customer_email": "ada@example.com" } }',
  )
  await expect(outcome(page)).toContainText('Would be recorded')
  await expect(outcome(page)).toContainText('order_total > 100: it is 99')

  await page.setViewportSize({ width: 1440, height: 900 })
  await save(page, 2, 'only the big ones')
  await page.getByRole('switch', { name: 'This workflow' }).click()
  await expect(page.getByText('This workflow is off')).toBeHidden()
  await page.goto(`${page.url().split('?')[0]}?pane=try`)
  await expect(outcome(page)).toContainText('Would')
  await looksRight(page)

  const send = async (total: number) => {
    const { body } = await product.post('/v1/notifications', {
      type: 'BIG_ORDER',
      data: { order_id: '1', order_total: total, customer_email: 'ada@example.com' },
    })
    return (body.data as { notification_id: string } | undefined)?.notification_id ?? ''
  }
  // The API asks for the types it takes every few seconds.
  let id = ''
  await expect.poll(async () => (id = await send(150)), { timeout: 15_000 }).not.toBe('')
  await expect.poll(async () => (await product.notification(id)).status, { timeout: 20_000 }).toBe('SENT')
  const small = await send(99)
  await expect.poll(async () => (await product.notification(small)).status).toBe('RECORDED')
  expect((await product.notification(small)).status_reason).toContain('order_total > 100: it is 99')
})

test('each change is a version, told in words, and can be undone', async ({ page }) => {
  await product.signIn(page, '/admin/workflows')
  await create(page, 'Late order', 'LATE_ORDER')
  await page.getByRole('switch', { name: 'Throttle' }).click()
  await page.getByLabel('At most').fill('3')
  await save(page, 2, 'not too often')
  await page.getByRole('tab', { name: 'Versions' }).click()
  const version = page.getByRole('region', { name: 'Version 2' })
  await expect(version).toContainText('What changed from v1 to v2')
  await expect(version).toContainText('At most 3 per hour to one recipient')
  await looksRight(page)
  await page.getByRole('button', { name: /^v1/ }).click()
  await page.getByRole('button', { name: 'Bring back v1' }).click()
  await expect(page.getByText('Version 1 is back, as version 3')).toBeVisible()
  await expect(page.getByRole('switch', { name: 'Throttle' })).not.toBeChecked()
  await expect(page.getByRole('list', { name: 'Versions' })).toContainText('brings back v1')
})

test('of two who write at once nobody loses anything', async ({ page, context }) => {
  await product.signIn(page, '/admin/workflows')
  await create(page, 'Shared order', 'SHARED_ORDER')
  const other = await context.newPage()
  await other.goto(page.url())
  await hydrated(other)
  await other.getByLabel('Description').fill('by the other')
  await page.getByRole('switch', { name: 'Delay' }).click()
  await save(page, 2, 'a delay')
  // It asks for news by itself, so that nobody learns of it only by saving.
  await expect(other.getByText('Owner has saved version 2')).toBeVisible({ timeout: 40_000 })
  await expect(other.getByRole('button', { name: 'Save…' })).toBeDisabled()
  await other.getByRole('button', { name: 'See what differs' }).click()
  await expect(other.getByText('by the other').first()).toBeVisible()
  await looksRight(other)
  await other.getByRole('button', { name: 'Keep mine' }).click()
  await save(other, 3, 'a description')
  await other.close()

  // What was not saved is there again after the page was left.
  await page.reload()
  await hydrated(page)
  await page.getByLabel('Description').fill('unsaved')
  await page.reload()
  await expect(page.getByText('Your unsaved changes are back')).toBeVisible()
  await expect(page.getByLabel('Description')).toHaveValue('unsaved')
  await page.getByRole('button', { name: 'Discard them' }).click()
  await expect(page.getByLabel('Description')).toHaveValue('by the other')
})

test('a workflow is copied, put away and brought back', async ({ page }) => {
  await product.signIn(page, '/admin/workflows')
  await create(page, 'Rare order', 'RARE_ORDER')
  await page.getByRole('button', { name: 'More for Rare order' }).click()
  await page.getByRole('menuitem', { name: 'Duplicate…' }).click()
  await page.getByRole('button', { name: 'Duplicate and open' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Rare order copy' })).toBeVisible()
  await page.getByRole('button', { name: 'More for Rare order copy' }).click()
  await page.getByRole('menuitem', { name: 'Archive…' }).click()
  await page.getByRole('button', { name: 'Archive', exact: true }).click()
  await expect(page.getByText('This workflow is archived')).toBeVisible()
  await page.goto(`${product.url}/admin/workflows?state=archived`)
  await page.getByRole('button', { name: 'More for Rare order copy' }).click()
  await page.getByRole('menuitem', { name: 'Restore' }).click()
  await expect(page.getByText('rare-order-copy is back, and off')).toBeVisible()
})
