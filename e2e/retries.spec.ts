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

test('a server that keeps its clients waiting keeps no new event from being planned', async () => {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const smtp = await startSmtp(async () => {
    await released
    return null
  })
  const product = await Product.start({ SMTP_URL: smtp.url, EMAIL_FROM: 'shop@example.com' })
  try {
    // One after the other: each makes jobs of its own, more than there are slots for.
    const waiting: string[] = []
    for (let i = 0; i < 15; i++) waiting.push(await product.order(`S${i}`, `s${i}@example.com`))
    await expect
      .poll(async () => (await product.sql`select 1 from deliveries where status = 'SENDING'`).length)
      .toBeGreaterThanOrEqual(10)
    const { body } = await product.post('/webhook/events', { event_type: 'ELSE', appointment_id: 'A1' })
    await expect
      .poll(
        async () =>
          (await product.sql`select status from notifications where trace_id = ${String(body.trace_id)}`)[0]
            ?.status,
      )
      .toBe('RECORDED')
    release()
    await expect
      .poll(async () =>
        (await Promise.all(waiting.map((id) => product.notification(id)))).map(({ status }) => status),
      )
      .toEqual(waiting.map(() => 'SENT'))
  } finally {
    release()
    await product.stop()
    await smtp.close()
  }
})
