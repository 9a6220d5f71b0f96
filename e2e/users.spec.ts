import { readFile } from 'node:fs/promises'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { hydrated } from './hydrated.ts'
import { looksRight } from './looks-right.ts'
import { Product } from './product.ts'

const ada = 'ada@example.com'

let product: Product

test.beforeAll(async () => {
  product = await Product.start()
})
test.afterAll(() => product.stop())

const toast = (page: Page, words: string | RegExp) =>
  page.getByRole('region', { name: /Notifications/ }).getByText(words)

/** From the chosen one to another that stands right of it, by the keys of a radio group. */
async function chooseByKeys(choice: Locator, from: string, others: readonly string[]): Promise<void> {
  await choice.getByRole('radio', { name: from, exact: true }).focus()
  for (const next of others) {
    await choice.page().keyboard.press('ArrowRight')
    // The focus moves a moment after the key.
    await expect(choice.getByRole('radio', { name: next, exact: true })).toBeFocused()
  }
  await choice.page().keyboard.press('Space')
}

/** What became of an order mail to Ada. */
async function order(id: string): Promise<Record<string, unknown>> {
  const notification = await product.order(id, ada)
  await expect
    .poll(async () => (await product.notification(notification)).status, { timeout: 30_000 })
    .toMatch(/SENT|WITHHELD/)
  return (await product.notification(notification)) as unknown as Record<string, unknown>
}

test('a user is added, found, set, looked into, handed out and erased', async ({ page }) => {
  test.slow()
  const faults: string[] = []
  page.on('pageerror', ({ message }) => faults.push(`${page.url()}: ${message}`))
  await product.signIn(page, '/admin/users')

  await test.step('the empty page teaches', async () => {
    await expect(page.getByRole('heading', { name: 'There are no users yet' })).toBeVisible()
    await expect(page.getByText(`${product.url}/v1/users`)).toBeVisible()
    await expect(page.getByRole('link', { name: 'Import a CSV file' })).toHaveAttribute(
      'href',
      '/admin/users/import',
    )
    await looksRight(page)
  })

  await test.step('one is added, with a mistake put right', async () => {
    await page.getByRole('button', { name: 'Add user' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a user' })
    await dialog.getByLabel('E-mail').fill('ada')
    await dialog.getByLabel('Name').fill('Ada Lovelace')
    await dialog.getByLabel('External id').fill('P9')
    await dialog.getByRole('button', { name: 'Add user' }).click()
    await expect(dialog.getByText('Must be an e-mail address.')).toBeVisible()
    await dialog.getByLabel('E-mail').fill(ada)
    await dialog.getByLabel('Time zone').click()
    await page.getByPlaceholder('Find time zone…').fill('new york')
    await page.getByRole('option', { name: /America\/New York/ }).click()
    await dialog.getByRole('button', { name: 'Add user' }).click()
    const panel = page.getByRole('dialog', { name: 'Ada Lovelace' })
    await expect(panel.getByText('America/New York, where it is')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(panel).toHaveCount(0)
  })

  await test.step('and found', async () => {
    for (let n = 0; n < 3; n++) {
      await product.sql`insert into users (id, email, name, created_at, updated_at)
        values (gen_random_uuid(), ${`other-${n}@example.com`}, ${`Grace ${n}`}, now(), now())`
    }
    await page.reload()
    await expect(page.getByText('4 users')).toBeVisible()
    await hydrated(page)
    await page.keyboard.press('/')
    await page.keyboard.type('love ad')
    await expect(page.getByText('1 user', { exact: true })).toBeVisible()
    await expect(page).toHaveURL(/q=love/)
    await looksRight(page)
    await page.getByLabel('Search users').fill('nobody at all')
    await expect(page.getByRole('heading', { name: 'Nobody matches' })).toBeVisible()
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.getByRole('link', { name: /^Ada Lovelace/ }).click()
    await expect(page).toHaveURL(/open=/)
    await page.getByRole('link', { name: 'Open as a page' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Ada Lovelace' })).toBeVisible()
  })

  const matrix = page.getByRole('table', { name: 'Preferences' })
  const orders = matrix.getByRole('radiogroup', { name: 'Orders by e-mail' })

  await test.step('what she chose is changed with the keyboard, obeyed, and taken back', async () => {
    expect(await order('1')).toMatchObject({ status: 'SENT' })
    await chooseByKeys(orders, 'Default: on', ['On', 'Off'])
    await expect(toast(page, 'Orders by e-mail: off')).toBeVisible()
    await expect(orders.getByRole('radio', { name: 'Off' })).toBeChecked()
    expect(await order('2')).toMatchObject({
      status: 'WITHHELD',
      deliveries: [{ status: 'WITHHELD', reason: 'category_off' }],
    })
    await page.reload()
    await expect(orders.getByRole('radio', { name: 'Off' })).toBeChecked()
    await expect(page.getByRole('listitem').filter({ hasText: 'ORDER_CREATED' })).toHaveCount(2)
    await expect(page.getByRole('listitem').filter({ hasText: 'Withheld' })).toBeVisible()

    await orders.getByRole('radio', { name: 'On', exact: true }).click()
    await expect(toast(page, 'Orders by e-mail: on')).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await expect(orders.getByRole('radio', { name: 'Off' })).toBeChecked()
    await orders.getByRole('radio', { name: 'Default: on' }).click()
    await expect(toast(page, 'Orders by e-mail: as default (on)').first()).toBeVisible()
    expect(await order('3')).toMatchObject({ status: 'SENT' })
    await expect(matrix.getByRole('row', { name: /Security/ }).getByText('Always on')).toHaveCount(2)
  })

  await test.step('so are channels and quiet hours', async () => {
    await matrix
      .getByRole('radiogroup', { name: 'The channel push' })
      .getByRole('radio', { name: 'Off' })
      .click()
    await expect(matrix.getByText('Push is off: only what is required is sent.')).toBeVisible()
    await page.getByRole('button', { name: 'Set quiet hours' }).click()
    await expect(page.getByLabel('Quiet from')).toHaveValue('22:00')
    await page.getByLabel('Quiet until').fill('06:30')
    await page.getByLabel('Quiet until').press('Enter')
    await expect(toast(page, 'Quiet from 22:00 to 06:30')).toBeVisible()
    await expect
      .poll(async () => (await product.sql`select quiet_hours_end as until from preferences`)[0]?.until)
      .toBe('06:30')
    await looksRight(page)
  })

  await test.step('she is edited', async () => {
    await page.getByRole('button', { name: 'Edit' }).click()
    const dialog = page.getByRole('dialog', { name: 'Edit Ada Lovelace' })
    await dialog.getByLabel('E-mail').fill('other-1@example.com')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog.getByText('Belongs to another user.')).toBeVisible()
    await dialog.getByLabel('E-mail').fill(ada)
    await dialog.getByLabel('Name').fill('Ada King')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Ada King' })).toBeVisible()
  })

  await test.step('all that is known of her comes as a file', async () => {
    await page.getByRole('button', { name: 'More' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'Export all data' }).click()
    const file = await download
    expect(file.suggestedFilename()).toMatch(/^user-[0-9a-f-]{36}\.json$/)
    const all = JSON.parse(await readFile(await file.path(), 'utf8'))
    expect(all).toMatchObject({ user: { email: ada, name: 'Ada King' } })
    expect(all.notifications).toHaveLength(3)
    expect(all.notifications[0].deliveries[0].content.html).toContain('1')
  })

  await test.step('her notifications are those of the list', async () => {
    await page.getByRole('link', { name: /^See all/ }).click()
    await expect(page.getByRole('table', { name: 'Notifications' }).getByRole('row')).toHaveCount(4)
    await expect(page.getByRole('link', { name: 'Ada King' })).toBeVisible()
    await page.getByRole('button', { name: 'Clear filter User' }).click()
    await expect(page).not.toHaveURL(/user=/)
    await page.goBack()
    await page.getByRole('link', { name: 'Ada King' }).click()
  })

  await test.step('and she is erased', async () => {
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Erase…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Erase Ada King?' })
    await expect(dialog.getByText('3 notifications')).toBeVisible()
    await expect(dialog.getByRole('button', { name: 'Erase' })).toBeDisabled()
    await looksRight(page)
    await dialog.getByLabel(`Type ${ada} to confirm`).fill(ada)
    await dialog.getByRole('button', { name: 'Erase' }).click()
    await page.waitForURL(`${product.url}/admin/users`)
    await expect(page.getByText('3 users')).toBeVisible()
    const [left] = await product.sql<{ count: number }[]>`
      select count(*)::integer as count from notifications where payload::text like '%ada@%'`
    expect(left?.count).toBe(0)
  })
  expect(faults).toEqual([])
})

test('a viewer is told why there is nothing to see, and a panel walks with the keys', async ({ page }) => {
  test.slow()
  for (let n = 0; n < 3; n++) {
    await product.sql`insert into users (id, email, name, created_at, updated_at)
      values (${`01a00000-0000-7000-8000-00000000000${n}`}, ${`walk-${n}@example.com`}, ${`Walker ${n}`}, now(), now())`
  }
  await product.sql`insert into users (id, email, created_at, updated_at)
    values ('01a00000-0000-7000-8000-000000000009', 'walk-on@example.com', now(), now())`
  await product.signIn(page, '/admin/users?q=walk')
  await expect(page.getByRole('link', { name: 'No name, walk-on@example.com' })).toBeVisible()
  await looksRight(page)
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByPlaceholder(/Go to, do, or search/).fill('Walker')
  await expect(page.getByRole('option', { name: 'Users with “Walker”' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: /^Walker 2/ }).click()
  await expect(page.getByRole('dialog', { name: 'Walker 2' })).toBeVisible()
  await looksRight(page)
  await page.keyboard.press('j')
  await expect(page.getByRole('dialog', { name: 'Walker 1' })).toBeVisible()
  await page.keyboard.press('k')
  await expect(page.getByRole('dialog', { name: 'Walker 2' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/open=/)

  await product.sql`update members set role = 'viewer'`
  for (const path of ['/admin/users', '/admin/users/01a00000-0000-7000-8000-000000000001']) {
    await page.goto(`${product.url}${path}`)
    await expect(page.getByRole('heading', { name: 'Users are for operators' })).toBeVisible()
    await expect(page.getByText('walk-1@example.com')).toHaveCount(0)
  }
  await page.goto(`${product.url}/admin/users/import`)
  await expect(page.getByRole('heading', { level: 1, name: 'Users are for operators' })).toBeVisible()
  await looksRight(page)
  const pages = page.getByRole('navigation', { name: 'Main' })
  await expect(pages.getByRole('link', { name: 'Workflows' })).toBeVisible()
  await expect(pages.getByRole('link', { name: 'Users' })).toHaveCount(0)
  const refused = await page.request.get(
    `${product.url}/admin/users/01a00000-0000-7000-8000-000000000001/export`,
  )
  expect(refused.status()).toBe(403)
})
