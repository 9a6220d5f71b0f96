import { expect, test } from '@playwright/test'
import { Product } from './product.ts'
import { startSmtp } from './smtp-server.ts'

test('a real SMTP server refuses twice, then accepts; another always refuses', async ({ page }) => {
  let refusals = 0
  const smtp = await startSmtp((to) => {
    if (to.startsWith('gone')) return { code: 550, text: '5.1.1 No such mailbox' }
    refusals++
    return refusals <= 2 ? { code: 451, text: '4.3.0 Try again later' } : null
  })
  const product = await Product.start({ SMTP_URL: smtp.url, EMAIL_FROM: 'Shop <shop@example.com>' })
  try {
    await product.sql`update workflows set retry = '{"delaysS": [1, 2, 4], "onUnknown": "ask"}' where key = 'order-created'`

    const patient = await product.order('451', 'ada@example.com')
    await expect
      .poll(async () => (await product.notification(patient)).status, { timeout: 30_000 })
      .toBe('SENT')
    const [delivery] = (await product.notification(patient)).deliveries
    expect(delivery?.attempts.map(({ outcome }) => outcome)).toEqual(['transient', 'transient', 'sent'])
    expect(delivery?.attempts[0]?.error).toContain('4.3.0 Try again later')
    const [first, second, third] = (delivery?.attempts ?? []).map(({ started_at }) => Date.parse(started_at))
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(1000)
    expect((third ?? 0) - (second ?? 0)).toBeGreaterThanOrEqual(2000)
    expect(smtp.received).toHaveLength(1)
    expect(smtp.received[0]?.raw).toContain('From: Shop <shop@example.com>')

    const gone = await product.order('550', 'gone@example.com')
    await expect.poll(async () => (await product.notification(gone)).status).toBe('FAILED')
    const failed = await product.notification(gone)
    expect(failed.error_message).toContain('5.1.1 No such mailbox')
    expect(failed.deliveries[0]?.attempts).toHaveLength(1)

    await product.signIn(page, '/admin/notifications')
    const row = page.getByRole('row', { name: /gone@example\.com/ })
    await expect(row).toContainText('Failed')
    await expect(row).toContainText('No such mailbox')
    await page.goto(`${product.url}/admin/notifications/${patient}`)
    await expect(page.getByText('4.3.0 Try again later').first()).toBeVisible()
  } finally {
    await product.stop()
    await smtp.close()
  }
})
