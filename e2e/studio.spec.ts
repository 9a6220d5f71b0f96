import { expect, type Locator, type Page, test } from '@playwright/test'
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

const gift = {
  order_id: '123',
  customer_name: 'Ada',
  gift: true,
  items: [
    { name: 'Wool socks', quantity: 2 },
    { name: 'Sun hat', quantity: 1 },
  ],
  customer_email: 'ada@example.com',
}

/** Makes a template from the list, and waits for its editor. */
async function create(page: Page, name: string, kind: 'Visual' | 'Code'): Promise<void> {
  await page.goto(`${product.url}/admin/templates`)
  await page.getByRole('button', { name: 'New template' }).click()
  const sheet = page.getByRole('dialog', { name: 'New template' })
  await sheet.getByLabel('Name').fill(name)
  await sheet.getByLabel('Category').fill('orders')
  await page.keyboard.press('Tab')
  await sheet.getByRole('radio', { name: new RegExp(`^${kind}`) }).check()
  await sheet.getByRole('button', { name: 'Create and open' }).click()
  await expect(page.getByRole('tab', { name: 'Write' })).toBeVisible()
}

const preview = (page: Page) => page.getByRole('region', { name: 'Preview' })
/** The mail that the preview shows now. Nothing in its frame runs. */
const previewed = (page: Page) => preview(page).frameLocator('iframe:not([aria-hidden])').locator('body')
const checks = (page: Page) => page.getByRole('region', { name: 'Checks' })
const saved = (page: Page) => expect(page.getByRole('status').filter({ hasText: /^Saved/ })).toBeVisible()
/** Until what was typed is saved, and the checks shown are of it. */
async function checked(page: Page): Promise<void> {
  await saved(page)
  const state = checks(page).getByRole('status').first()
  await expect(state).toHaveText(/^(?!.*(checking|older draft)).+/)
}

async function saveFixture(page: Page, name: string, data: unknown): Promise<void> {
  await page.getByRole('tab', { name: 'Fixtures' }).click()
  const panel = page.getByRole('tabpanel', { name: 'Fixtures' })
  await rewrite(page, panel.getByRole('textbox', { name: 'Data' }), JSON.stringify(data, null, 2))
  await panel.getByRole('button', { name: 'Save as a fixture' }).click()
  await panel.getByRole('textbox', { name: 'Name' }).fill(name)
  await page.keyboard.press('Enter')
  await expect(panel.getByRole('button', { name })).toBeVisible()
  await page.getByRole('tab', { name: 'Variables' }).click()
  await page.getByRole('button', { name: `Read off “${name}”` }).click()
  await expect(page.getByRole('tabpanel', { name: 'Variables' })).not.toContainText('No variables yet')
  await page.getByRole('tab', { name: 'Write' }).click()
}

/** Replaces all that an editor holds, as by pasting. */
async function rewrite(page: Page, field: Locator, text: string): Promise<void> {
  await field.click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(text)
}

async function publish(page: Page, note: string): Promise<void> {
  await saved(page)
  await page.getByRole('button', { name: /^Publish/ }).click()
  const dialog = page.getByRole('dialog', { name: /^Publish “/ })
  await dialog.getByRole('textbox', { name: 'Note' }).fill(note)
  await dialog.getByRole('button', { name: /^Publish v\d+$/ }).click()
  await expect(dialog).toBeHidden()
}

/** Sends an order event by the template, and opens the mail that came of it in the inbox. */
async function mailOf(page: Page, key: string, orderId: string): Promise<Locator> {
  await product.sql`update workflows set template_key = ${key} where key = 'order-created'`
  const { status } = await product.post('/v1/notifications', {
    type: 'ORDER_CREATED',
    data: { ...gift, order_id: orderId },
  })
  expect(status).toBe(200)
  await page.goto(`${product.url}/admin/inbox`)
  await page.getByRole('link', { name: new RegExp(`Order ${orderId} `) }).click()
  return page.frameLocator('iframe:visible').locator('body')
}

async function rollBackTo(page: Page, key: string, version: number): Promise<void> {
  await page.goto(`${product.url}/admin/templates/${key}`)
  await page.getByRole('tab', { name: 'History' }).click()
  const rows = page.getByRole('tabpanel', { name: 'History' }).getByRole('listitem')
  await rows
    .filter({ hasText: `v${version}` })
    .getByRole('button', { name: /Roll back/ })
    .click()
  const question = page.getByRole('alertdialog')
  await question.getByRole('button', { name: /Roll back/ }).click()
  await expect(question).toBeHidden()
}

test('a mail is written by typing, stopped by a check, mended, published, sent and rolled back', async ({
  page,
}) => {
  test.slow()
  await product.signIn(page, '/admin')
  await create(page, 'Order shipped', 'Visual')
  await saveFixture(page, 'A gift', gift)

  await page.getByRole('combobox', { name: 'Subject' }).fill('Order {order_id} is on its way')
  await page.getByRole('combobox', { name: 'Preheader' }).fill('For {customer_name|you}')
  const body = page.getByRole('textbox', { name: 'Body, en' })
  await body.click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
  await page.keyboard.type('Hello {customer_name')
  await expect(page.getByRole('option', { name: /^customer_name/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await page.keyboard.type(', thank you.')
  await page.keyboard.press('Enter')
  await page.keyboard.type('/table')
  await expect(page.getByRole('option', { name: /^Table/ })).toBeVisible()
  await page.keyboard.press('Enter')
  const cells = body.getByRole('cell')
  await cells.nth(0).click()
  await page.keyboard.type('{item.name')
  await page.keyboard.press('Enter')
  await cells.nth(1).click()
  await page.keyboard.type('× {item.quantity')
  await page.keyboard.press('Enter')
  await page.getByRole('combobox', { name: 'For each item of' }).fill('items')
  await page.keyboard.press('Tab')
  await body.locator('> p').last().click()
  await page.keyboard.type('/show')
  await expect(page.getByRole('option', { name: /^Show if/ })).toBeVisible()
  await page.keyboard.press('Enter')
  // What is asked for has the focus once it is drawn.
  await expect(page.locator('[data-setting]:focus')).toHaveCount(1)
  await page.keyboard.type('gift')
  await page.keyboard.press('Enter')
  await page.keyboard.type('It comes wrapped.')
  await expect(body.getByRole('group', { name: 'Show if there is gift' })).toContainText('It comes wrapped.')

  await preview(page).getByRole('combobox', { name: 'Fixture' }).selectOption('A gift')
  await expect(previewed(page)).toContainText('Hello Ada, thank you.')
  await expect(previewed(page)).toContainText('It comes wrapped.')
  await expect(previewed(page).getByRole('row', { name: 'Wool socks × 2' })).toBeVisible()
  await expect(previewed(page).getByRole('row', { name: 'Sun hat × 1' })).toBeVisible()
  await expect(preview(page)).toContainText('Order 123 is on its way')

  await page.getByRole('button', { name: 'Add a locale' }).click()
  await page.getByRole('combobox', { name: 'Languages' }).fill('German')
  await page.getByRole('option', { name: /^German/ }).click()
  const subject = page.getByRole('combobox', { name: 'Subject' })
  await subject.fill('')
  const german = page.getByRole('textbox', { name: 'Body, de' })
  await german.getByText('It comes wrapped.').click({ clickCount: 3 })
  await page.keyboard.type('Als Geschenk verpackt.')
  await expect(previewed(page)).toContainText('Als Geschenk verpackt.')
  await expect(subject).toHaveValue('')

  // The German mail has no subject.
  await checked(page)
  await expect(checks(page).getByRole('button', { name: /The subject is empty/ })).toBeVisible()
  await page.getByRole('button', { name: /^Publish/ }).click()
  const dialog = page.getByRole('dialog', { name: /^Publish “/ })
  await expect(dialog).toContainText('The subject is empty')
  await expect(dialog.getByRole('button', { name: 'Publish v1 anyway' })).toBeDisabled()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()
  await checks(page)
    .getByRole('button', { name: /The subject is empty/ })
    .click()
  await expect(subject).toBeFocused()
  await page.keyboard.type('Bestellung {order_id} ist unterwegs')
  await checked(page)
  await expect(checks(page)).not.toContainText('The subject is empty')
  await publish(page, 'First words')

  const first = await mailOf(page, 'order-shipped', '501')
  await expect(first).toContainText('Hello Ada, thank you.')
  await expect(first.getByRole('row', { name: 'Wool socks × 2' })).toBeVisible()
  await expect(first).toContainText('It comes wrapped.')

  await page.goto(`${product.url}/admin/templates/order-shipped`)
  await page.getByRole('textbox', { name: 'Body, en' }).getByText(', thank you.').click()
  await page.keyboard.press('End')
  await page.keyboard.type(' It left us today.')
  await expect(previewed(page)).toContainText('It left us today.')
  await publish(page, 'Says when')
  await expect(await mailOf(page, 'order-shipped', '502')).toContainText('It left us today.')

  await rollBackTo(page, 'order-shipped', 1)
  const third = await mailOf(page, 'order-shipped', '503')
  await expect(third).toContainText('Hello Ada, thank you.')
  await expect(third).not.toContainText('It left us today.')
  const versions = await product.sql<{ template_version: number }[]>`
    select template_version from deliveries where template_key = 'order-shipped' order by id`
  expect(versions.map(({ template_version }) => template_version)).toEqual([1, 2, 3])
})

const code = (condition: string) => `
import { Body, Container, Head, Html, Text } from 'react-email'
import { Each, If, v } from 'posthorn'

export default function Mail() {
  return (
    <Html lang="en">
      <Head />
      <Body>
        <Container>
          <Text>Hello {v('customer_name', { fallback: 'you' })}, thank you.</Text>
          <table>
            <tbody>
              <Each of="items" as="item">
                <tr>
                  <td>{v('item.name')}</td>
                  <td>× {v('item.quantity')}</td>
                </tr>
              </Each>
            </tbody>
          </table>
          ${condition}
        </Container>
      </Body>
    </Html>
  )
}
`

test('the same in code', async ({ page }) => {
  test.slow()
  const asked: (string | null)[] = []
  page.on('request', (request) => {
    if (request.url().includes('templates.preview')) asked.push(request.postData())
  })
  await product.signIn(page, '/admin')
  await create(page, 'Order packed', 'Code')
  await saveFixture(page, 'A gift', gift)
  await page.getByRole('combobox', { name: 'Subject' }).fill('Order {order_id} is packed')
  await page.getByRole('combobox', { name: 'Preheader' }).fill('For {customer_name|you}')
  await preview(page).getByRole('combobox', { name: 'Fixture' }).selectOption('A gift')
  const editor = page.locator('.cm-content')

  await rewrite(page, editor, code('<Text>{nothing}</Text>'))
  await expect(preview(page)).toContainText('nothing')
  await expect(page.locator('.cm-lint-marker-error')).toBeVisible()

  // A condition of JavaScript is decided when the template is compiled, so never by the event.
  await rewrite(page, editor, code(`{v('gift') === 'true' && <Text>It comes wrapped.</Text>}`))
  await checked(page)
  await expect(checks(page)).toContainText(/Error.*it is the same mail/)
  await page.getByRole('button', { name: /^Publish/ }).click()
  const dialog = page.getByRole('dialog', { name: /^Publish “/ })
  await expect(dialog.getByRole('button', { name: 'Publish v1 anyway' })).toBeDisabled()
  await dialog.getByRole('button', { name: 'Cancel' }).click()

  await rewrite(page, editor, code('<If when="gift"><Text>It comes wrapped.</Text></If>'))
  await expect(previewed(page)).toContainText('It comes wrapped.')
  await expect(previewed(page).getByRole('row', { name: 'Wool socks × 2' })).toBeVisible()
  await publish(page, 'First words')
  // What is saved is not rendered once more.
  expect(asked.filter((body, i) => body === asked[i - 1])).toEqual([])
  const mail = await mailOf(page, 'order-packed', '601')
  await expect(mail).toContainText('Hello Ada, thank you.')
  await expect(mail.getByRole('row', { name: 'Sun hat × 1' })).toBeVisible()
  await expect(mail).toContainText('It comes wrapped.')

  await page.goto(`${product.url}/admin/templates/order-packed`)
  await rewrite(page, editor, code('<Text>It is in the box.</Text>'))
  await expect(previewed(page)).toContainText('It is in the box.')
  await publish(page, 'Another end')
  await expect(await mailOf(page, 'order-packed', '602')).toContainText('It is in the box.')
  await rollBackTo(page, 'order-packed', 1)
  await expect(await mailOf(page, 'order-packed', '603')).toContainText('It comes wrapped.')
})

test('what would break out of the sandbox ends in a clear error, and the server goes on', async ({
  page,
}) => {
  await product.signIn(page, '/admin')
  await create(page, 'Hostile', 'Code')
  const editor = page.locator('.cm-content')
  const mail = (statement: string) =>
    `import { Html, Body, Text } from 'react-email'\nexport default function Mail() {\n  ${statement}\n  return <Html><Body><Text>quiet {String(1 + 1)}</Text></Body></Html>\n}\n`
  await rewrite(page, editor, mail(''))
  await expect(previewed(page)).toContainText('quiet 2')
  for (const statement of [
    `const it = [].constructor.constructor('return process')(); it.exit()`,
    `require('fs')`,
    `process.exit()`,
    `fetch('http://127.0.0.1/')`,
    'for (;;) {}',
    `const all: unknown[] = []; for (;;) all.push(new Array(1e6).fill('x'))`,
    `return <Html><Body><Text>{'x'.repeat(1e7)}</Text></Body></Html>`,
  ]) {
    await rewrite(page, editor, mail(statement))
    const typedAt = Date.now()
    await expect(preview(page).getByText(/^Shown is the last that worked/), statement).toBeVisible()
    // The bound is 3 s; the rest is this machine's.
    expect(Date.now() - typedAt, statement).toBeLessThan(10_000)
    await rewrite(page, editor, mail(''))
    await expect(preview(page).getByText(/^Shown is the last that worked/), statement).toBeHidden()
    await expect(previewed(page)).toContainText('quiet 2')
  }
  expect((await fetch(`${product.url}/healthcheck/ready`)).status).toBe(200)
})

test('every page and panel of the studio can be read and used by everybody', async ({ page }) => {
  test.slow()
  await product.signIn(page, '/admin')
  await create(page, 'Plain words', 'Visual')
  await saved(page)
  const shown = [
    ['/admin/templates', page.getByRole('link', { name: /order-created/ })],
    ['/admin/templates/brand', page.getByRole('button', { name: 'Save the brand' })],
    ['/admin/templates/order-created', page.getByRole('radio', { name: 'Texts' })],
    ['/admin/templates/plain-words', page.getByRole('toolbar', { name: 'Text' })],
  ] as const
  for (const [path, part] of shown) {
    await page.goto(`${product.url}${path}`)
    await expect(part.first()).toBeVisible()
    await looksRight(page)
  }
  for (const panel of ['Variables', 'Fixtures', 'History', 'Backtest']) {
    await page.getByRole('tab', { name: panel }).click()
    await expect(page.getByRole('tabpanel', { name: panel })).toBeVisible()
    await looksRight(page)
  }
})
