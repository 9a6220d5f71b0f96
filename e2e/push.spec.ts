import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test, type Worker } from '@playwright/test'
import { recipientLinks } from '#server/recipients/link.ts'
import { type PushService, startPushService } from '#server/testing/push-service.ts'
import { looksRight } from './looks-right.ts'
import { Product } from './product.ts'

let product: Product
let service: PushService
let user: string
let link: string

test.beforeAll(async () => {
  service = await startPushService()
  const certificate = join(await mkdtemp(join(tmpdir(), 'posthorn-push-')), 'certificate.pem')
  await writeFile(certificate, service.certificate)
  product = await Product.start({
    ...{ PUSH_ALLOW_PRIVATE: 'true', NODE_EXTRA_CA_CERTS: certificate },
    INTERNAL_API_SECRET: 'every scope, for the callers of this test',
  })
  const { status, body } = await call('/v1/users', { email_address: 'ada@example.com', name: 'Ada' })
  expect(status).toBe(201)
  user = (body.data as { user_id: string }).user_id
  const secret = (await readFile(join(product.dataDir, 'app-secret'), 'utf8')).trim()
  link = recipientLinks(product.url, secret)('ada@example.com')
})
test.afterAll(async () => {
  await product.stop()
  await service.close()
})

async function call(path: string, body: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${product.url}${path}`, {
    method: 'POST',
    headers: {
      'x-api-key': 'every scope, for the callers of this test',
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

/**
 * Subscribing needs the push service of the browser's maker: here it is ours, for the key that the page gives. All else
 * is the browser's own.
 */
async function withPushService(page: Page): Promise<void> {
  await page.exposeFunction('subscribeAtService', (key: string) => service.subscribe(key))
  await page.addInitScript(() => {
    if (!('PushManager' in globalThis)) return
    const { subscribeAtService } = globalThis as unknown as {
      subscribeAtService(key: string): Promise<{ endpoint: string; keys: object }>
    }
    let kept: PushSubscription | null = null
    PushManager.prototype.getSubscription = async () => kept
    PushManager.prototype.subscribe = async (options) => {
      const bytes = options?.applicationServerKey as Uint8Array<ArrayBuffer>
      const key = btoa(String.fromCharCode(...bytes))
      const json = await subscribeAtService(key.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''))
      kept = {
        endpoint: json.endpoint,
        options: { applicationServerKey: bytes.buffer, userVisibleOnly: true },
        toJSON: () => json,
        unsubscribe: async () => {
          kept = null
          return true
        },
      } as unknown as PushSubscription
      return kept
    }
  })
}

/** The page's service worker, once it is at work: before, Chromium drops what comes in without a word. */
async function activeWorker(page: Page): Promise<Worker> {
  const state = () => page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state)
  await expect.poll(state).toBe('activated')
  const context = page.context()
  return context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'))
}

/** Gives the page's service worker a message as the browser would when one comes in. */
async function deliver(page: Page, data: string): Promise<void> {
  await activeWorker(page)
  const devtools = await page.context().newCDPSession(page)
  const registered = new Promise<string>((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find(({ scopeURL }) => scopeURL === `${product.url}/u/`)
      if (ours) resolve(ours.registrationId)
    })
  })
  await devtools.send('ServiceWorker.enable')
  const registrationId = await registered
  await devtools.send('ServiceWorker.deliverPushMessage', { origin: product.url, registrationId, data })
}

const shown = (page: Page) =>
  page.evaluate(async () => {
    const notifications = await (await navigator.serviceWorker.ready).getNotifications()
    return notifications.map(({ title, body, data }) => ({ title, body, link: data.link }))
  })

async function delivery(): Promise<{ status: string; seen: boolean } | undefined> {
  const [row] = await product.sql<{ status: string; seen: boolean }[]>`
    select status, seen_at is not null as seen from deliveries where channel = 'push' order by id desc limit 1`
  return row && { ...row }
}

test('somebody has notifications in their browser, gets one, follows it, and stops them', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['notifications'], { origin: product.url })
  await withPushService(page)
  await page.goto(link)
  await expect(page.getByText('This browser does not get notifications.')).toBeVisible()
  await page.getByRole('button', { name: 'Get notifications in this browser' }).click()
  await expect(page.getByText('This browser gets notifications.')).toBeVisible()
  await looksRight(page)
  const [kept] = await product.sql`select user_id, user_agent from push_subscriptions`
  expect(kept).toMatchObject({ user_id: user, user_agent: expect.stringContaining('Chrome') })

  const template = {
    ...{
      template_key: 'SHIPPED',
      subject: 'Order {order_id} is on its way',
      body: 'It left today, {recipient.name}.',
    },
    push: { link: 'https://shop.example.com/orders/{order_id}' },
  }
  expect((await call('/v1/templates', template)).status).toBe(201)
  await call('/v1/notifications', {
    ...{ user_id: user, template_key: 'SHIPPED', channels: ['push'], message_data: { order_id: 'Ö 42' } },
  })
  await expect.poll(() => service.received.length).toBe(1)
  expect(service.refused).toEqual([])
  await expect.poll(delivery).toEqual({ status: 'SENT', seen: false })

  await deliver(page, service.received[0]?.payload ?? '')
  await expect
    .poll(() => shown(page))
    .toEqual([
      {
        title: 'Order Ö 42 is on its way',
        body: 'It left today, Ada.',
        link: 'https://shop.example.com/orders/%C3%96%2042',
      },
    ])
  await expect.poll(delivery).toEqual({ status: 'DELIVERED', seen: false })

  const worker = await activeWorker(page)
  // As text: the types of this file are a page's, not a service worker's.
  await worker.evaluate(`self.registration.getNotifications().then(([notification]) => {
    self.dispatchEvent(new NotificationEvent('notificationclick', { notification }))
  })`)
  await expect.poll(delivery).toEqual({ status: 'DELIVERED', seen: true })
  await expect.poll(() => shown(page)).toEqual([])

  await page.getByRole('button', { name: 'Stop them in this browser' }).click()
  await expect(page.getByRole('button', { name: 'Get notifications in this browser' })).toBeVisible()
  expect(await product.sql`select 1 from push_subscriptions`).toEqual([])
})

const subscribed = async () =>
  (await product.sql<{ endpoint: string }[]>`select endpoint from push_subscriptions`).map(
    (row) => row.endpoint,
  )

test('a browser whose subscription is renewed behind our back goes on getting notifications', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['notifications'], { origin: product.url })
  await withPushService(page)
  await page.goto(link)
  await page.getByRole('button', { name: 'Get notifications in this browser' }).click()
  await expect(page.getByText('This browser gets notifications.')).toBeVisible()
  const [first = ''] = await subscribed()
  const worker = await activeWorker(page)
  const { publicKey } = await page.evaluate(async () => {
    const kept = await (await caches.open('posthorn-push')).match('/u/link')
    return kept?.json()
  })
  /** No tool can make the browser do it: the event is ours, and what follows is the worker's own. */
  const renewed = (by: 'browser' | 'worker', old: string) => {
    const json = service.subscribe(publicKey)
    const subscription = `{ endpoint: ${JSON.stringify(json.endpoint)}, toJSON: () => (${JSON.stringify(json)}) }`
    const script = `
      PushManager.prototype.subscribe = async (options) => {
        if (options.applicationServerKey !== ${JSON.stringify(publicKey)}) throw new Error('another key')
        return ${subscription}
      }
      self.dispatchEvent(Object.assign(new ExtendableEvent('pushsubscriptionchange'), {
        oldSubscription: { endpoint: ${JSON.stringify(old)} },
        newSubscription: ${by === 'browser' ? subscription : 'null'},
      }))`
    return { endpoint: json.endpoint, done: worker.evaluate(script) }
  }
  const second = renewed('browser', first)
  await second.done
  await expect.poll(subscribed).toEqual([second.endpoint])
  const third = renewed('worker', second.endpoint)
  await third.done
  await expect.poll(subscribed).toEqual([third.endpoint])

  await call('/v1/templates', { template_key: 'RENEWED', subject: 'Still there', body: 'Hello.' })
  const before = service.received.length
  const message = { user_id: user, template_key: 'RENEWED', channels: ['push'], message_data: {} }
  expect((await call('/v1/notifications', message)).status).toBeLessThan(300)
  await expect
    .poll(() => service.received.slice(before).map(({ endpoint }) => endpoint))
    .toEqual([third.endpoint])
  await product.sql`delete from push_subscriptions`
})

test('a message that is no JSON of ours is shown all the same', async ({ page, context }) => {
  await context.grantPermissions(['notifications'], { origin: product.url })
  await withPushService(page)
  await page.goto(link)
  await page.getByRole('button', { name: 'Get notifications in this browser' }).click()
  await expect(page.getByText('This browser gets notifications.')).toBeVisible()
  await deliver(page, 'hello')
  await expect.poll(() => shown(page)).toEqual([{ title: 'New notification', body: '', link: null }])
})

test('a browser that blocks notifications is told how to allow them', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(Notification, 'permission', { get: () => 'denied' }))
  await page.goto(link)
  await expect(page.getByText('This browser blocks notifications from this site.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Get notifications in this browser' })).toHaveCount(0)
})
