import type { PushWords } from '#server/rendering/push-words.ts'

/** What the service worker gets, decrypted (docs/push.md); callers' own workers read it too. */
export interface PushPayload extends PushWords {
  /** Two with the same tag are one notification: the later takes the place of the earlier. */
  tag: string
  receipt: string
}

/**
 * Bytes of the JSON. A push service must take 4,096 bytes of body (RFC 8030 §7.2), of which encryption takes 103
 * (RFC 8188, RFC 8291 §4); some services take less than that.
 */
const LIMIT = 3_000

const bytes = (payload: PushPayload): number => Buffer.byteLength(JSON.stringify(payload))

/** At most so many characters, the last one whole. */
const cut = (text: string, length: number): string =>
  text.length <= length
    ? text
    : `${text
        .slice(0, Math.max(0, length - 1))
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd()}…`

/** The longest beginning with which `fits` holds; `fits` holds for less if it holds for more. */
function longest(text: string, fits: (text: string) => boolean): string {
  if (fits(text)) return text
  let low = 0
  let high = text.length
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (fits(cut(text, middle))) low = middle
    else high = middle - 1
  }
  return low === 0 ? '' : cut(text, low)
}

/**
 * The JSON that is encrypted, of at most 3,000 bytes: the body is shortened first, then an icon and a link go that
 * would leave no room, then the title is shortened.
 */
export function payloadOf(full: PushPayload): string {
  let payload = { ...full, title: full.title.toWellFormed(), body: full.body.toWellFormed() }
  const fits = (change: Partial<PushPayload>) => bytes({ ...payload, ...change }) <= LIMIT
  if (!fits({ body: '' })) payload = { ...payload, icon: null }
  if (!fits({ body: '' }))
    payload = { ...payload, title: longest(payload.title, (title) => fits({ title, body: '', link: null })) }
  if (!fits({ body: '' })) payload = { ...payload, link: null }
  return JSON.stringify({ ...payload, body: longest(payload.body, (body) => fits({ body })) })
}
