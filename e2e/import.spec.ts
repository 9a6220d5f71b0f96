import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { hydrated } from './hydrated.ts'
import { looksRight } from './looks-right.ts'
import { Product } from './product.ts'

let product: Product

test.beforeAll(async () => {
  product = await Product.start()
})
test.afterAll(() => product.stop())

const file = (name: string, lines: readonly string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`),
})

test('users come from a CSV file: looked at first, imported, the rest in a report that can be mended', async ({
  page,
}) => {
  test.slow()
  const faults: string[] = []
  page.on('pageerror', ({ message }) => faults.push(`${page.url()}: ${message}`))
  await product.signIn(page, '/admin/users/import')
  await expect(page.getByText('No file has been imported yet.')).toBeVisible()
  await looksRight(page)

  await test.step('what is no CSV of users is refused with a reason', async () => {
    const chosen = page.getByLabel('CSV file')
    await chosen.setInputFiles(file('empty.csv', ['email']))
    await expect(page.getByRole('alert').filter({ hasText: 'has no row' })).toBeVisible()
  })

  await test.step('the columns are guessed, changed by hand, and the preview follows', async () => {
    await page
      .getByLabel('CSV file')
      .setInputFiles(
        file('people.csv', [
          'E-Mail;Full Name;Number;Time Zone;Notes',
          'grace@example.com;Grace Hopper;G1;America/New_York;navy',
          'marie@example.com;Marie Curie;M1;Mars/Base;',
          'not an address;Nobody;N1;Europe/Berlin;',
        ]),
      )
    await page.waitForURL(/\/import\/[0-9a-f-]{36}$/)
    await expect(page.getByLabel('What “E-Mail” is')).toHaveValue('email_address')
    await expect(page.getByLabel('What “Number” is')).toHaveValue('')
    await page.getByLabel('What “E-Mail” is').selectOption('Left out')
    await expect(page.getByText('Say which column is the e-mail or the external id')).toBeVisible()
    await expect(page.getByText('grace@example.com', { exact: true })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Import 3 rows' })).toBeDisabled()
    await page.getByLabel('What “E-Mail” is').selectOption('E-mail')
    await page.getByLabel('What “Number” is').selectOption('External id')
    await expect(
      page.getByText('Time Zone: must be an IANA time zone such as Europe/Berlin').first(),
    ).toBeVisible()
    await looksRight(page)
    const [counted] = await product.sql`select count(*)::int as n from users where email like 'grace%'`
    expect(counted?.n).toBe(0)
  })

  await test.step('imported, with the rows that were not taken to download', async () => {
    await page.getByRole('button', { name: 'Import 3 rows' }).click()
    await page
      .getByRole('dialog')
      .or(page.getByRole('alertdialog'))
      .getByRole('button', { name: 'Import' })
      .click()
    await expect(page.getByText('3 of 3 rows: 1 added, 2 not taken')).toBeVisible()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download them' }).click(),
    ])
    const report = await readFile(await download.path(), 'utf8')
    expect(report).toContain('line;problem;E-Mail;Full Name;Number;Time Zone;Notes')
    expect(report).toContain('marie@example.com;Marie Curie;M1;Mars/Base')
    await looksRight(page)
    await page.goto(`${product.url}/admin/users?q=grace`)
    await expect(page.getByText('Grace Hopper').first()).toBeVisible()
    const mails = await product.sql`select 1 from deliveries`
    expect(mails).toHaveLength(0)
  })

  await test.step('the mended report is a file again, and changes who is there', async () => {
    await page.goto(`${product.url}/admin/users/import`)
    await hydrated(page)
    await page
      .getByLabel('CSV file')
      .setInputFiles(
        file('people-errors.csv', [
          'line;problem;E-Mail;Full Name;Time Zone',
          '3;was bad;marie@example.com;Marie Curie;Europe/Paris',
          '2;;grace@example.com;Rear Admiral Hopper;',
        ]),
      )
    await page.getByRole('button', { name: 'Import 2 rows' }).click()
    await page
      .getByRole('dialog')
      .or(page.getByRole('alertdialog'))
      .getByRole('button', { name: 'Import' })
      .click()
    await expect(page.getByText('2 of 2 rows: 1 added, 1 changed')).toBeVisible()
    const [grace] =
      await product.sql`select name, external_id, timezone from users where email = 'grace@example.com'`
    expect(grace).toEqual({ name: 'Rear Admiral Hopper', external_id: 'G1', timezone: 'America/New_York' })
  })
  expect(faults).toEqual([])
})
