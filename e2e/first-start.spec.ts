import { expect, test } from '@playwright/test'
import { Product } from './product.ts'

// The contract's two examples, as written there.
const order =
  '{"type":"ORDER_CREATED","data":{"order_id":"123","order_total":599,"customer_email":"user@example.com"}}'
const appointment =
  '{"event_type":"APPOINTMENT_CREATED","appointment_id":"A123","patient_id":"P9","doctor_id":"D7","status":"created"}'

let product: Product

test.beforeAll(async () => {
  product = await Product.start()
})
test.afterAll(() => product.stop())

test('from nothing but the defaults to a delivered and replayed notification', async ({ page }) => {
  await test.step('the two examples are taken', async () => {
    const taken = await product.post('/v1/notifications', JSON.parse(order))
    expect(taken.status).toBe(200)
    expect(taken.body).toMatchObject({ success: true, data: { status: 'PENDING' } })
    const acknowledged = await product.post('/webhook/events', JSON.parse(appointment))
    expect(acknowledged.status).toBe(200)
    expect(acknowledged.body).toEqual({ ack: true, trace_id: expect.stringMatching(/^[0-9a-f-]{36}$/) })
  })

  await test.step('the order mail is in the inbox', async () => {
    await product.signIn(page, '/admin/inbox')
    await page
      .getByRole('list', { name: 'Captured mail' })
      .getByRole('link', { name: /order 123/i })
      .click()
    const mail = page.frameLocator('iframe[title^="Mail:"]')
    await expect(mail.getByRole('heading', { name: /we received your order/ })).toBeVisible()
    await expect(mail.getByText('599').filter({ visible: true }).first()).toBeVisible()
  })

  await test.step('its notification is sent, with its timeline', async () => {
    await page.goto(`${product.url}/admin/notifications`)
    const row = page.getByRole('row', { name: /user@example\.com/ })
    await expect(row).toContainText('Sent')
    await row.getByRole('link').first().click()
    const timeline = page.getByRole('list', { name: 'Timeline' })
    for (const word of ['ccepted', 'lanned', 'Inbox'])
      await expect(timeline).toContainText(new RegExp(word, 'i'))
    await expect(page.getByText('order_total').filter({ visible: true }).first()).toBeVisible()
  })

  await test.step('replayed, the second mail arrives', async () => {
    await page.getByRole('button', { name: 'Replay', exact: true }).click()
    await page.getByRole('menuitem', { name: /As it was sent/ }).click()
    const dialog = page.getByRole('dialog', { name: /Replay as it was sent/ })
    await expect(dialog.getByRole('list', { name: 'What it would do' })).toContainText('user@example.com')
    // Pressed twice, as people do, it is done once.
    await dialog.getByRole('button', { name: 'Replay 1 delivery' }).dblclick()
    await expect(page.getByText('Replayed: 1 delivery made')).toBeVisible()
    await expect(page.getByText('It was not replayed')).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Replay', exact: true })).toBeFocused()
    await expect(page.getByRole('list', { name: 'Timeline' })).toContainText(/replay/i)
    await page.goto(`${product.url}/admin/inbox`)
    await expect(
      page.getByRole('list', { name: 'Captured mail' }).getByRole('link', { name: /order 123/i }),
    ).toHaveCount(2)
  })

  await test.step('the appointment is recorded and says why nobody was told', async () => {
    await page.goto(`${product.url}/admin/notifications?status=RECORDED`)
    const row = page.getByRole('row', { name: /APPOINTMENT_CREATED/ })
    await expect(row).toContainText('Recorded')
    await expect(row).toContainText('P9')
  })
})

test('a test event from the browser ends in the inbox', async ({ page }) => {
  await product.signIn(page, '/admin/notifications')
  await page.getByRole('button', { name: 'Send a test event' }).first().click()
  const dialog = page.getByRole('dialog', { name: /test event/i })
  await dialog.getByLabel('Type').selectOption('SHIPMENT_DELIVERED')
  await dialog.getByRole('button', { name: /^Send/ }).click()
  await expect(page.getByRole('list', { name: 'Timeline' })).toContainText(/delivered|sent/i)
  const [count] = await product.sql`select count(*)::int as mails from inbox_messages`
  expect(count?.mails).toBeGreaterThan(0)
})

test('signed out, nothing is shown; a wrong password is refused', async ({ page }) => {
  await page.goto(`${product.url}/admin/notifications?status=FAILED`)
  await expect(page).toHaveURL(/\/sign-in\?next=/)
  await page.getByLabel('E-mail').fill(product.owner.email)
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert').filter({ hasText: /password/i })).toBeVisible()
  const response = await page.request.get(`${product.url}/api/trpc/notifications.list`)
  expect(response.status()).toBe(401)
})
