// What the page asks of the browser (W3C Push API). Client only.

/** Where `push-worker.js` looks for the link when the browser renews a subscription. */
const KEPT = 'posthorn-push'
const SCOPE = '/u/'

export type PushState =
  /** `insecure`: the page did not come by https. `home-screen`: Apple's phones, until the page is installed. */
  | { kind: 'impossible'; why: 'insecure' | 'home-screen' | 'unsupported' }
  /** The person, or whoever manages the browser, said no: only they can change that. */
  | { kind: 'blocked' }
  | { kind: 'off' }
  | { kind: 'on' }

export interface Link {
  token: string
  /** VAPID's, base64url. */
  publicKey: string
}

const addressOf = ({ token }: Link) => `/u/${encodeURIComponent(token)}/push`

/** Whether this browser gets, or could get, the notifications of the link's user. */
export async function pushState(link: Link): Promise<PushState> {
  if (!window.isSecureContext) return { kind: 'impossible', why: 'insecure' }
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window)) {
    const isApple = /iPhone|iPad/.test(navigator.userAgent)
    return { kind: 'impossible', why: isApple ? 'home-screen' : 'unsupported' }
  }
  if (Notification.permission === 'denied') return { kind: 'blocked' }
  const subscription = await current(link)
  if (!subscription || Notification.permission !== 'granted') return { kind: 'off' }
  const query = new URLSearchParams({ endpoint: subscription.endpoint })
  const { subscribed } = await call(`${addressOf(link)}?${query}`)
  return { kind: subscribed ? 'on' : 'off' }
}

/** Asks for the permission and subscribes. Throws what the browser or the server says against it. */
export async function turnOn(link: Link): Promise<PushState> {
  const permission = await Notification.requestPermission()
  if (permission !== 'granted') return { kind: permission === 'denied' ? 'blocked' : 'off' }
  await navigator.serviceWorker.register('/push-worker.js', { scope: SCOPE })
  // Its scope is this page's, so that it becomes this page's worker.
  const registration = await navigator.serviceWorker.ready
  const subscription =
    (await current(link)) ??
    (await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: bytesOf(link.publicKey),
    }))
  await call(addressOf(link), { method: 'POST', body: JSON.stringify(subscription) })
  await (await caches.open(KEPT)).put('/u/link', Response.json(link))
  return { kind: 'on' }
}

/** Throws when the server can not be told: then it stays on. */
export async function turnOff(link: Link): Promise<PushState> {
  const subscription = await current(link)
  if (subscription) {
    const { endpoint } = subscription
    await call(addressOf(link), { method: 'DELETE', body: JSON.stringify({ endpoint }) })
    await subscription.unsubscribe()
  }
  await caches.delete(KEPT)
  return { kind: 'off' }
}

/** The browser's subscription; one that was made for another key is of no use, and is given up. */
async function current({ publicKey }: Link): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration(SCOPE)
  const subscription = (await registration?.pushManager.getSubscription()) ?? null
  const key = subscription?.options.applicationServerKey
  if (!subscription || !key || isSame(new Uint8Array(key), bytesOf(publicKey))) return subscription
  await subscription.unsubscribe()
  return null
}

const isSame = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i])

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

async function call(address: string, init?: RequestInit): Promise<{ subscribed: boolean }> {
  const response = await fetch(address, init)
  const body: { subscribed: boolean; detail?: string } = await response.json()
  if (!response.ok) throw new Error(body.detail ?? 'The server did not take it.')
  return body
}
