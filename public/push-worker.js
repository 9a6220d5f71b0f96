// Shows what Posthorn pushes, and tells it what became of it. Works alone, and from a service worker of another site:
//   self.POSTHORN_URL = 'https://posthorn.example.com'
//   importScripts('https://posthorn.example.com/push-worker.js')

const POSTHORN = (self.POSTHORN_URL ?? self.location.origin).replace(/\/+$/, '')
/** Where the page of a recipient's link keeps the link for `pushsubscriptionchange`. */
const KEPT = 'posthorn-push'

self.addEventListener('install', () => self.skipWaiting())

self.addEventListener('push', (event) => {
  const message = read(event.data)
  if (message) event.waitUntil(show(message))
})

self.addEventListener('notificationclick', (event) => {
  const { receipt, link } = event.notification.data ?? {}
  if (!receipt) return
  event.notification.close()
  event.waitUntil(Promise.all([tell(receipt, 'clicked'), open(link)]))
})

self.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(subscribeAgain(event))
})

/** Null: it is not ours, and for another listener of this worker. */
function read(data) {
  try {
    const message = data.json()
    if (typeof message?.receipt === 'string') return message
  } catch {
    // Below.
  }
  return self.POSTHORN_URL ? null : { title: 'New notification' }
}

async function show({ title, body, link, icon, tag, receipt }) {
  // Every push must be shown (`userVisibleOnly`), or the browser takes the permission away.
  await self.registration.showNotification(title || 'New notification', {
    body: body ?? '',
    ...(icon ? { icon } : {}),
    ...(tag ? { tag } : {}),
    data: { link: link ?? null, receipt: receipt ?? null },
  })
  if (receipt) await tell(receipt, 'shown')
}

/** Tries twice: a device that has just woken up may have no network yet. */
async function tell(receipt, event) {
  for (const waitMs of [0, 3000]) {
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    try {
      // No headers of our own, so that another site's worker need not ask first (CORS).
      const request = { method: 'POST', mode: 'no-cors', keepalive: true }
      const body = JSON.stringify({ receipt, event })
      const { status } = await fetch(`${POSTHORN}/u/receipts`, { ...request, body })
      // 0: of another site, whose answer is not told.
      if (status < 500) return
    } catch {
      // Offline: once more.
    }
  }
}

async function open(link) {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const there = link ? windows.find(({ url }) => url === link) : windows[0]
  if (there) await there.focus()
  else if (link) await self.clients.openWindow(link)
}

/** The browser gave the subscription up: the same again, where we know whose it is. */
async function subscribeAgain({ oldSubscription, newSubscription }) {
  const kept = await (await caches.open(KEPT)).match('/u/link')
  if (!kept) return
  const { token, publicKey } = await kept.json()
  const address = `${POSTHORN}/u/${encodeURIComponent(token)}/push`
  const subscription =
    newSubscription ??
    (await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey }))
  await fetch(address, { method: 'POST', body: JSON.stringify(subscription) })
  if (oldSubscription && oldSubscription.endpoint !== subscription.endpoint) {
    await fetch(address, { method: 'DELETE', body: JSON.stringify({ endpoint: oldSubscription.endpoint }) })
  }
}
