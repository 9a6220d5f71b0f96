import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Browser, expect, type Page, test } from '@playwright/test'
import PostalMime from 'postal-mime'
import { looksRight } from './looks-right.ts'
import { Product } from './product.ts'
import { startSmtp } from './smtp-server.ts'

const password = 'a password of the viewer'
const root = fileURLToPath(new URL('..', import.meta.url))

/** A browser of somebody else. */
async function anotherPage(browser: Browser): Promise<Page> {
  return (await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })).newPage()
}

async function signIn(product: Product, page: Page, email: string, secret: string): Promise<void> {
  await page.goto(`${product.url}/sign-in`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(secret)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${product.url}/admin`)
}

/** What a tRPC mutation is answered that no button offers. */
async function forced(page: Page, path: string, input: unknown): Promise<number> {
  return page.evaluate(
    async ([at, body]) => {
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(`/api/trpc/${at}`, { method: 'POST', headers, body: body ?? '' })
      return response.status
    },
    [path, JSON.stringify({ json: input })],
  )
}

test.describe('with no mail server', () => {
  let product: Product

  test.beforeAll(async () => {
    product = await Product.start()
  })
  test.afterAll(() => product.stop())

  test('a viewer joins by a copied link, and may do what the role allows', async ({ page, browser }) => {
    test.slow()
    const faults: string[] = []
    page.on('pageerror', ({ message }) => faults.push(`${page.url()}: ${message}`))
    const order = await product.order('123', 'user@example.com')
    await product.signIn(page, '/admin/settings/team')
    const viewer = await anotherPage(browser)
    viewer.on('pageerror', ({ message }) => faults.push(`${viewer.url()}: ${message}`))

    await test.step('invited, the link is copied', async () => {
      await page.getByRole('button', { name: 'Invite' }).click()
      const dialog = page.getByRole('dialog', { name: 'Invite somebody' })
      await dialog.getByLabel('E-mail').fill('viewer')
      await dialog.getByRole('button', { name: 'Invite' }).click()
      await expect(dialog.getByText('Is not an e-mail address.')).toBeVisible()
      await dialog.getByLabel('E-mail').fill('Viewer@example.com')
      await dialog.getByRole('button', { name: 'Invite' }).click()
      const made = page.getByRole('dialog', { name: /is invited/ })
      await expect(made.getByText('No mail server is configured')).toBeVisible()
      const link = (await made.locator('code').first().textContent()) ?? ''
      await made.getByRole('button', { name: 'Done' }).click()
      await expect(page.getByRole('list', { name: 'Invitations' })).toContainText('viewer@example.com')
      await looksRight(page)

      await viewer.goto(link)
      await looksRight(viewer)
      await viewer.getByLabel('Your name').fill('Vera Viewer')
      await viewer.getByLabel('Password', { exact: true }).fill('short')
      await viewer.getByRole('button', { name: 'Join' }).click()
      await expect(viewer.getByText('Must have at least 8 characters.')).toBeVisible()
      await viewer.getByLabel('Password', { exact: true }).fill(password)
      await viewer.getByRole('button', { name: 'Join' }).click()
      await viewer.waitForURL(`${product.url}/admin`)
      const late = await anotherPage(browser)
      await late.goto(link)
      await expect(late.getByText('This link is not valid any more')).toBeVisible()
      await late.context().close()
    })

    await test.step('a viewer is offered nothing that is not allowed', async () => {
      await viewer.goto(`${product.url}/admin/notifications/${order}`)
      await expect(viewer.getByRole('list', { name: 'Timeline' })).toBeVisible()
      await expect(viewer.getByRole('button', { name: 'Cancel' })).toHaveAttribute('aria-disabled', 'true')
      await viewer.goto(`${product.url}/admin/notifications`)
      await expect(viewer.getByRole('row', { name: /user@example\.com/ })).toBeVisible()
      await expect(viewer.getByRole('button', { name: 'Send a test event' })).toHaveCount(0)
      await viewer.goto(`${product.url}/admin/settings/team`)
      await expect(viewer.getByRole('row', { name: /Vera Viewer/ })).toBeVisible()
      await expect(viewer.getByRole('link', { name: 'API keys' })).toHaveCount(0)
      await expect(viewer.getByRole('button', { name: /Invite|Actions for/ })).toHaveCount(0)
      await viewer.goto(`${product.url}/admin/settings/api-keys`)
      await expect(viewer.getByText('Keys are for admins')).toBeVisible()
    })

    await test.step('what is forced is refused', async () => {
      expect(await forced(viewer, 'notifications.replay', { id: order, mode: 'sent' })).toBe(403)
      expect(await forced(viewer, 'apiKeys.create', { name: 'mine', scopes: ['admin'] })).toBe(403)
      expect(await forced(viewer, 'team.invite', { email: 'more@example.com', role: 'admin' })).toBe(403)
      expect(await forced(viewer, 'inbox.delete', { deliveryIds: [order] })).toBe(403)
    })

    await test.step('with another role it is allowed', async () => {
      await page.goto(`${product.url}/admin/settings/team`)
      await page.getByRole('button', { name: 'Actions for Vera Viewer' }).click()
      await page.getByRole('menuitem', { name: /Change role/ }).click()
      const dialog = page.getByRole('dialog', { name: /Change the role/ })
      await dialog.getByRole('radio', { name: /Operator/ }).check()
      await dialog.getByRole('button', { name: 'Change' }).click()
      await expect(page.getByRole('row', { name: /Vera Viewer/ })).toContainText('Operator')
      await viewer.goto(`${product.url}/admin/notifications`)
      await expect(viewer.getByRole('button', { name: 'Send a test event' })).toBeVisible()
      expect(await forced(viewer, 'notifications.replay', { id: order, mode: 'sent' })).toBe(200)
    })

    await test.step('signed out everywhere, the other browser is at the sign-in', async () => {
      await page.getByRole('button', { name: 'Actions for Vera Viewer' }).click()
      await page.getByRole('menuitem', { name: /Sign out everywhere/ }).click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click()
      await expect(page.getByText('Vera Viewer is signed out everywhere')).toBeVisible()
      await viewer.goto(`${product.url}/admin/notifications`)
      await expect(viewer).toHaveURL(/\/sign-in\?next=/)
    })

    await test.step('the last admin stays one', async () => {
      await page.getByRole('button', { name: 'Actions for Owner' }).click()
      await page.getByRole('menuitem', { name: /Change role/ }).click()
      const dialog = page.getByRole('dialog', { name: /your own role/ })
      await dialog.getByRole('radio', { name: /Viewer/ }).check()
      await dialog.getByRole('button', { name: 'Change' }).click()
      await expect(dialog.getByText(/There must be at least one admin/)).toBeVisible()
    })

    await test.step('a link by an admin leads to a new password', async () => {
      await page.goto(`${product.url}/admin/settings/team`)
      await page.getByRole('button', { name: 'Actions for Vera Viewer' }).click()
      await page.getByRole('menuitem', { name: /password link/ }).click()
      const dialog = page.getByRole('dialog', { name: /password link for Vera/ })
      await dialog.getByRole('button', { name: 'Make the link' }).click()
      const link = (await dialog.locator('code').first().textContent()) ?? ''
      await viewer.goto(link)
      await looksRight(viewer)
      await viewer.getByLabel('New password', { exact: true }).fill('another good one')
      await viewer.getByRole('button', { name: 'Set the password' }).click()
      await viewer.waitForURL(`${product.url}/admin`)
    })

    await test.step('the profile: name, password, sessions', async () => {
      await viewer.goto(`${product.url}/admin/settings`)
      await looksRight(viewer)
      await viewer.getByLabel('Name').fill('Vera Operator')
      await viewer.getByRole('button', { name: 'Save' }).click()
      await expect(viewer.getByText('Your name is changed')).toBeVisible()
      await expect(viewer.getByRole('button', { name: /Signed in as Vera Operator/ })).toBeVisible()
      await viewer.getByLabel('Current password', { exact: true }).fill('not the password')
      await viewer.getByLabel('New password', { exact: true }).fill(password)
      await viewer.getByRole('button', { name: 'Change the password' }).click()
      await expect(viewer.getByText('Is not your password.')).toBeVisible()
      await viewer.getByLabel('Current password', { exact: true }).fill('another good one')
      await viewer.getByRole('button', { name: 'Change the password' }).click()
      await expect(viewer.getByText('Your password is changed')).toBeVisible()
      const sessions = viewer.getByRole('list', { name: 'Sessions' })
      await expect(sessions.locator('> li')).toHaveCount(1)
      const phone = await anotherPage(browser)
      await signIn(product, phone, 'viewer@example.com', password)
      await viewer.reload()
      await sessions.getByRole('button', { name: /^Sign out/ }).click()
      await expect(sessions.locator('> li')).toHaveCount(1)
      await phone.goto(`${product.url}/admin`)
      await expect(phone).toHaveURL(/\/sign-in/)
      await phone.context().close()
      await viewer.getByRole('button', { name: 'Sign out everywhere' }).click()
      await viewer.getByRole('alertdialog').getByRole('button', { name: 'Sign out everywhere' }).click()
      await viewer.waitForURL(`${product.url}/sign-in`)
    })
    expect(faults).toEqual([])
    await viewer.context().close()
  })

  test('a key works, shows its use, and is refused soon after it was revoked', async ({ page }) => {
    await product.signIn(page, '/admin/settings/api-keys')
    await page.getByRole('button', { name: 'Create a key' }).click()
    const dialog = page.getByRole('dialog', { name: 'Create an API key' })
    await dialog.getByRole('checkbox', { name: /ingest/ }).uncheck()
    await dialog.getByRole('button', { name: 'Create' }).click()
    await expect(dialog.getByText('Must not be empty.')).toBeVisible()
    await expect(dialog.getByText('Choose at least one.')).toBeVisible()
    await dialog.getByLabel('Name').fill('shop')
    await dialog.getByRole('checkbox', { name: /read/ }).check()
    await dialog.getByRole('button', { name: 'Create' }).click()
    const made = page.getByRole('dialog', { name: 'The key “shop”' })
    const key = (await made.locator('code').first().textContent()) ?? ''
    expect(key).toMatch(/^ph_[\w-]{43}$/)
    await expect(made.getByText(`curl ${product.url}/v1/notifications`)).toBeVisible()
    await made.getByRole('button', { name: 'Done' }).click()
    const row = page.getByRole('row', { name: /^shop/ })
    await expect(row).toContainText('Never')
    await expect(page.getByText(key)).toHaveCount(0)

    const call = async () =>
      (await fetch(`${product.url}/v1/notifications`, { headers: { 'x-api-key': key } })).status
    expect(await call()).toBe(200)
    await expect
      .poll(async () => {
        await page.reload()
        return row.textContent()
      })
      .not.toContain('Never')
    await looksRight(page)

    await row.getByRole('button', { name: 'Revoke shop' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
    await expect(page.getByText('“shop” works no more')).toBeVisible()
    await expect.poll(call, { timeout: 6_000 }).toBe(401)
    await page.getByRole('radio', { name: /Revoked/ }).click()
    await expect(page.getByRole('row', { name: /^shop/ })).toBeVisible()
  })

  test('without a mail server the page says who can help, and the command does', async ({ page }) => {
    await page.goto(`${product.url}/sign-in`)
    await page.getByRole('link', { name: 'Forgot password?' }).click()
    await expect(page.getByText('No mail server is configured')).toBeVisible()
    await looksRight(page)
    const output = await new Promise<string>((resolve) => {
      const args = ['bin/posthorn.js', 'reset-password', product.owner.email]
      const env = { ...process.env, POSTHORN_DATA_DIR: product.dataDir }
      const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
      let text = ''
      child.stdout.on('data', (chunk) => (text += String(chunk)))
      child.once('close', () => resolve(text))
    })
    const fresh = /shown only now\): (\S+)/.exec(output)?.[1] ?? ''
    await signIn(product, page, product.owner.email, fresh)
  })
})

test('with a mail server a member who forgot the password gets a link, a stranger the same answer', async ({
  page,
  browser,
}) => {
  const smtp = await startSmtp(() => null)
  const product = await Product.start({
    SMTP_URL: smtp.url,
    EMAIL_FROM: 'post@example.com',
    OWNER_EMAIL: 'ada@example.com',
  })
  try {
    await product.signIn(page)
    const other = await anotherPage(browser)
    await other.goto(`${product.url}/forgot-password`)
    await looksRight(other)
    const said: string[] = []
    for (const address of ['stranger@example.com', 'ada@example.com']) {
      await other.goto(`${product.url}/forgot-password`)
      await other.getByLabel('E-mail').fill(address)
      await other.getByRole('button', { name: 'Mail me a link' }).click()
      await expect(other.getByText('Look into your mailbox')).toBeVisible()
      said.push((await other.locator('main').textContent()) ?? '')
    }
    expect(said[0]).toBe(said[1])
    await expect.poll(() => smtp.received.length).toBe(1)
    expect(smtp.received[0]?.to).toBe('ada@example.com')
    const mail = await PostalMime.parse(smtp.received[0]?.raw ?? '')
    const path = /\/reset-password\/[\w.-]+/.exec(mail.text ?? '')?.[0] ?? ''
    await other.goto(`${product.url}${path}`)
    await other.getByLabel('New password', { exact: true }).fill(password)
    await other.getByRole('button', { name: 'Set the password' }).click()
    await other.waitForURL(`${product.url}/admin`)
    // The session from before is over.
    await page.goto(`${product.url}/admin/notifications`)
    await expect(page).toHaveURL(/\/sign-in\?next=/)
    await other.goto(`${product.url}${path}`)
    await expect(other.getByText('This link is not valid any more')).toBeVisible()

    await other.goto(`${product.url}/admin/settings/team`)
    await other.getByRole('button', { name: 'Invite' }).click()
    await other.getByLabel('E-mail').fill('eve@example.com')
    await other.getByRole('dialog').getByRole('button', { name: 'Invite' }).click()
    await expect(other.getByText('The link is on its way by mail')).toBeVisible()
    await expect.poll(() => smtp.received.map(({ to }) => to)).toContain('eve@example.com')
    // No link stands where members look at what was sent.
    const kept = await product.sql`select 1 from deliveries`
    expect(kept).toHaveLength(0)
    expect(product.output()).not.toMatch(/reset-password\/|invitation\//)
    await other.context().close()
  } finally {
    await product.stop()
    await smtp.close()
  }
})
