import { expect, test } from '@playwright/test'
import { Product } from './product.ts'
import { startSmtp } from './smtp-server.ts'

const COUNT = 60
const ends = ['SENT', 'UNKNOWN']

test('a worker killed while it holds jobs: every notification ends, sent or unknown', async ({ page }) => {
  let calls = 0
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  // The first mails pass; then the server keeps its clients waiting, in the middle of their calls.
  const smtp = await startSmtp(async () => {
    calls++
    if (calls > 5) await released
    return null
  })
  const product = await Product.start({ SMTP_URL: smtp.url, EMAIL_FROM: 'shop@example.com' })
  try {
    const ids = await Promise.all(
      Array.from({ length: COUNT }, (_, i) => product.order(`C${i}`, `c${i}@example.com`)),
    )
    await expect.poll(() => calls).toBeGreaterThan(8)
    const [pid, ...others] = await product.workerPids()
    expect(others).toEqual([])
    const killedAt = Date.now()
    process.kill(pid ?? 0, 'SIGKILL')
    release()
    const statuses = async () =>
      (await Promise.all(ids.map((id) => product.notification(id)))).map(({ status }) => status)
    await expect
      .poll(async () => (await statuses()).filter((status) => !ends.includes(status)), { timeout: 60_000 })
      .toEqual([])
    const took = Date.now() - killedAt

    const all = await statuses()
    const unknown = all.filter((status) => status === 'UNKNOWN').length
    // Unknown are just those that were inside a call: at most as many as the pool has connections.
    expect(unknown).toBeGreaterThan(0)
    expect(unknown).toBeLessThanOrEqual(10)
    expect(took).toBeLessThan(45_000)
    // The dead one's last sign of life may still be fresh.
    await expect.poll(async () => (await product.workerPids()).filter((one) => one !== pid).length).toBe(1)
    // Each address got its mail once, and those that are unknown at most once.
    const addresses = smtp.received.map(({ to }) => to)
    expect(new Set(addresses).size).toBe(addresses.length)

    await product.signIn(page, '/admin/notifications?status=UNKNOWN')
    await expect(page.getByRole('row', { name: /Unknown/ })).toHaveCount(unknown)
  } finally {
    release()
    await product.stop()
    await smtp.close()
  }
})
