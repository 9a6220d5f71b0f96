import { expect, test } from '@playwright/test'
import { hydrated } from './hydrated.ts'
import { looksRight } from './looks-right.ts'
import { Product } from './product.ts'

let product: Product

test.beforeAll(async () => {
  product = await Product.start()
})
test.afterAll(() => product.stop())

test('every page, with nothing and with something in it', async ({ page }) => {
  test.slow()
  const faults: string[] = []
  page.on('pageerror', ({ message }) => faults.push(`${page.url()}: ${message}`))
  await page.goto(`${product.url}/sign-in`)
  await looksRight(page)
  await product.signIn(page)
  const pages = ['/admin', '/admin/notifications', '/admin/inbox']
  for (const path of [...pages, '/admin/suppressions']) {
    await page.goto(`${product.url}${path}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.getByText(/^Loading/)).toHaveCount(0)
    await looksRight(page)
  }

  const id = await product.order('123', 'user@example.com')
  await product.post('/webhook/events', { event_type: 'SOMETHING_ELSE', appointment_id: 'A1' })
  await expect.poll(async () => (await product.notification(id)).status).toBe('SENT')
  for (const path of [...pages, `/admin/notifications/${id}`]) {
    await page.goto(`${product.url}${path}`)
    await expect(page.getByText(/user@example\.com|Accepted/).first()).toBeAttached()
    await looksRight(page)
  }
  // What the server rendered is what the browser renders, too: React reports a difference as an error.
  expect(faults).toEqual([])
})

test('the list is worked by keyboard, and the URL keeps what is shown', async ({ page }) => {
  await product.order('7', 'keyboard@example.com')
  await product.signIn(page, '/admin/notifications')
  // The field stands in its place from the first moment: whoever is quick with the key finds it.
  const html = await (await page.request.get(`${product.url}/admin/notifications`)).text()
  expect(html.slice(0, html.indexOf('<main'))).toContain('data-top-search')
  await expect(page.getByRole('row', { name: /keyboard@example\.com/ })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('keyboard@example.com')
  await expect(page).toHaveURL(/q=keyboard(%40|@)example\.com/)
  await expect(page.getByRole('row', { name: /keyboard@example\.com/ })).toHaveCount(1)
  await page.keyboard.press('Enter')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('list', { name: 'Timeline' })).toBeVisible()
  await expect(page).toHaveURL(/open=/)
  const open = page.url()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('list', { name: 'Timeline' })).toHaveCount(0)
  await expect(page).not.toHaveURL(/open=/)
  await page.goto(open)
  await expect(page.getByRole('list', { name: 'Timeline' })).toBeVisible()
  await hydrated(page)
  await page.keyboard.press('ControlOrMeta+k')
  await expect(page.getByRole('dialog')).toContainText('Inbox')
})

test('an address is suppressed by hand, gets nothing, and is taken off the list again', async ({ page }) => {
  await product.signIn(page, '/admin/suppressions')
  await page.getByRole('button', { name: 'Suppress an address' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('E-mail address').fill('nobody')
  await dialog.getByLabel('Why').fill('asked on the phone')
  await dialog.getByRole('button', { name: 'Suppress' }).click()
  await expect(dialog.getByText('Must be an e-mail address.')).toBeVisible()
  await looksRight(page)
  await dialog.getByLabel('E-mail address').fill('Quiet@example.com')
  await dialog.getByRole('button', { name: 'Suppress' }).click()
  await expect(page.getByRole('row', { name: /quiet@example\.com.*asked on the phone/ })).toBeVisible()
  await looksRight(page)

  const id = await product.order('8', 'quiet@example.com')
  await expect.poll(async () => (await product.notification(id)).status).toBe('WITHHELD')
  await page.goto(`${product.url}/admin/notifications/${id}`)
  await expect(
    page.getByText(/Suppressed: somebody put the address on the list \(asked on the phone\), since /).first(),
  ).toBeVisible()

  await page.goto(`${product.url}/admin/suppressions`)
  await page.getByRole('button', { name: 'Take quiet@example.com off the list' }).click()
  await looksRight(page)
  await page.getByRole('button', { name: 'Take it off' }).click()
  await expect(page.getByText('No address is suppressed')).toBeVisible()
  const again = await product.order('9', 'quiet@example.com')
  await expect.poll(async () => (await product.notification(again)).status).toBe('SENT')
})

test('a session that ends while a page is open says so, until somebody signs in again', async ({ page }) => {
  await product.signIn(page, '/admin/notifications?status=SENT')
  const session = await page.context().cookies()
  await page.context().clearCookies()
  await expect(page.getByText('You are signed out')).toBeVisible()
  await page.context().addCookies(session)
  await expect(page.getByText('You are signed out')).toHaveCount(0)
  await page.context().clearCookies()
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fadmin%2Fnotifications%3Fstatus%3DSENT$/)
})
