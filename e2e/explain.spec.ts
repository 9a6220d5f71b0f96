import { expect, type Page, test } from '@playwright/test'
import { looksRight } from './looks-right.ts'
import { Product } from './product.ts'

const quentin = 'quentin@example.com'
const zone = 'Asia/Kolkata'

let product: Product

test.beforeAll(async () => {
  product = await Product.start()
})
test.afterAll(() => product.stop())

/** By the clock on a wall in the user's zone, so many hours from now: `21:58`. */
const wallClock = (hours: number) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(
    Date.now() + hours * 3_600_000,
  )

const answer = (page: Page) => page.getByRole('region', { name: 'What would happen' })

test('what quiet hours hold is explained before and after it is sent', async ({ page }) => {
  test.slow()
  const faults: string[] = []
  page.on('pageerror', ({ message }) => faults.push(`${page.url()}: ${message}`))
  const end = wallClock(3)
  const [user] = await product.sql<{ id: string }[]>`
    insert into users (id, email, name, timezone, created_at, updated_at)
    values (gen_random_uuid(), ${quentin}, 'Quentin Quiet', ${zone}, now(), now()) returning id`
  await product.sql`insert into preferences (user_id, email_enabled, push_enabled, quiet_hours_start, quiet_hours_end,
    updated_at) values (${user?.id ?? ''}, true, true, ${wallClock(-2)}, ${end}, now())`
  const held = new RegExp(`hold an e-mail in English until (\\S+ \\d+ \\S+, )?${end} \\(Asia/Kolkata\\)\\.`)
  await product.signIn(page, '/admin/explain')

  await test.step('nobody is known, so it would go now', async () => {
    await expect(answer(page).getByText('Would send an e-mail in English now.')).toBeVisible()
    await expect(answer(page).getByText('The workflow “Order received”')).toBeVisible()
  })

  await test.step('for the user it would be held', async () => {
    await page.getByRole('button', { name: 'For', exact: true }).click()
    await page.getByPlaceholder('Name, e-mail or external id…').fill('quent')
    await page.getByRole('option', { name: /Quentin Quiet/ }).click()
    await expect(answer(page).getByText(held)).toBeVisible()
    await expect(page).toHaveURL(/user=/)
    await looksRight(page)
  })

  await test.step('and at another moment it would go', async () => {
    const later = new Date(Date.now() + 4 * 3_600_000).toISOString()
    await page.goto(`${page.url()}&at=${later}`)
    await expect(answer(page).getByText('Would send an e-mail in English now.')).toBeVisible()
    await page.getByRole('radio', { name: 'Now' }).click()
    await expect(answer(page).getByText(held)).toBeVisible()
  })

  await test.step('a payload that is none says where', async () => {
    const payload = page.getByLabel('Payload, as it would be posted')
    const before = await payload.inputValue()
    await payload.fill('{ "type": ')
    await expect(page.getByRole('button', { name: /^line \d/ })).toBeVisible()
    await payload.fill(before.replace('you@example.com', quentin))
    await expect(answer(page).getByText(held)).toBeVisible()
  })

  await test.step('nothing was stored', async () => {
    const [stored] = await product.sql<{ count: number }[]>`
      select (select count(*) from notifications)::int + (select count(*) from deliveries)::int as count`
    expect(stored?.count).toBe(0)
  })

  await test.step('the same event, sent, was decided the same', async () => {
    await page.getByRole('button', { name: 'Take the user out' }).click()
    await expect(answer(page).getByText('It is for a user, by customer_email.')).toBeVisible()
    await expect(answer(page).getByText(held)).toBeVisible()
    await page.getByRole('button', { name: 'Send it as a test event' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Send', exact: true }).click()
    const panel = page.getByRole('dialog', { name: /ORDER_CREATED/ })
    await expect(panel.getByText('Held until', { exact: true })).toBeVisible({ timeout: 30_000 })
    await panel.getByRole('button', { name: 'Explain' }).click()
    await expect(panel.getByText(held)).toBeVisible()
    await expect(panel.getByText('It is for a user, by customer_email.')).toBeVisible()
    await panel.getByRole('radio', { name: 'As it would be today' }).click()
    await expect(panel.getByText(held)).toBeVisible()
    await panel.getByRole('button', { name: /^Why: E-mail to/ }).click()
    await expect(page.getByRole('dialog', { name: /^Why: E-mail to/ }).getByText(end)).toBeVisible()
    await page.keyboard.press('Escape')
    await panel.getByRole('link', { name: 'Open as a page' }).click()
    await page.waitForURL(/\/admin\/notifications\/[0-9a-f-]+$/)
    await page.getByRole('button', { name: 'Explain' }).click()
    await expect(page.getByText(held)).toBeVisible()
    await looksRight(page)
    const workflow = page.getByRole('link', { name: 'Order received', exact: true })
    await expect(workflow).toHaveAttribute('href', '/admin/workflows/order-created')
    await page.getByRole('link', { name: `Quentin Quiet, ${quentin}` }).click()
    await page.waitForURL(/\/admin\/users\/[0-9a-f-]+$/)
  })
  expect(faults).toEqual([])
})

test('categories are added, switched and put in order', async ({ page }) => {
  await product.signIn(page, '/admin/settings/categories')
  const table = page.getByRole('table', { name: 'Categories' })
  await expect(table.getByText('Sign-ins, changed passwords')).toBeVisible()
  await expect(table.getByRole('switch', { name: 'Security: Required' })).toBeDisabled()
  await looksRight(page)

  await page.getByRole('button', { name: 'Add a category' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a category' })
  await dialog.getByLabel('Name').fill('Weekly digest')
  await expect(dialog.getByLabel('Key')).toHaveValue('weekly-digest')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(table.getByText('weekly-digest')).toBeVisible()

  const required = table.getByRole('switch', { name: 'Weekly digest: Required' })
  const link = table.getByRole('switch', { name: 'Weekly digest: Mails carry an unsubscribe link' })
  await expect(link).toBeChecked()
  await required.click()
  await expect(required).toBeChecked()
  await expect(link).not.toBeChecked()
  await page.getByRole('button', { name: 'Undo' }).click()
  // Pressed by mouse, a toast takes no focus: it would give it back only once somebody has walked on.
  const inToast = () => document.activeElement?.closest('[data-sonner-toast]')?.textContent
  expect(await page.evaluate(inToast)).toBeUndefined()
  await expect(link).toBeChecked()

  const actions = page.getByRole('button', { name: 'Actions for Weekly digest' })
  const choose = async (name: string) => {
    await actions.click()
    await page.getByRole('menuitem', { name }).click()
  }
  const edited = page.getByRole('dialog', { name: 'The category “Weekly digest”' })
  await choose('Edit…')
  await edited.getByRole('button', { name: 'Cancel' }).click()
  const critical = table.getByRole('switch', { name: 'Weekly digest: Critical' })
  await critical.click()
  await expect(critical).toBeChecked()
  await choose('Edit…')
  await expect(edited.getByLabel('Critical')).toBeChecked()
  await edited.getByRole('button', { name: 'Save' }).click()
  await expect(edited).toBeHidden()
  await expect(critical).toBeChecked()

  await choose('Move up')
  await expect(table.getByRole('row').last()).toContainText('Offers')
  await page.reload()
  await expect(table.getByRole('row').last()).toContainText('Offers')

  await page.getByRole('button', { name: 'Actions for Weekly digest' }).click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect(table.getByText('weekly-digest')).toHaveCount(0)
})
