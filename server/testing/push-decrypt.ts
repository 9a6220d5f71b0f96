import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  type ECDH,
  hkdfSync,
  randomBytes,
  verify,
} from 'node:crypto'

// The two ends that a push message is for, by the letter of the RFCs and with node:crypto alone.

/** A browser's half of a subscription. */
export interface Browser {
  p256dh: string
  auth: string
  decrypt(body: Buffer): string
}

export function newBrowser(): Browser {
  const curve = createECDH('prime256v1')
  const p256dh = curve.generateKeys('base64url')
  const auth = randomBytes(16)
  return { p256dh, auth: auth.toString('base64url'), decrypt: (body) => decrypt(body, curve, auth) }
}

/** RFC 8291 §3.4 over RFC 8188 §2: the header, then one record. Throws for what is not so. */
function decrypt(body: Buffer, curve: ECDH, auth: Buffer): string {
  const salt = body.subarray(0, 16)
  const recordSize = body.readUInt32BE(16)
  const keyLength = body.readUInt8(20)
  const senderKey = body.subarray(21, 21 + keyLength)
  const record = body.subarray(21 + keyLength)
  if (keyLength !== 65 || senderKey[0] !== 4) throw new Error('the key id is no uncompressed point')
  if (record.length > recordSize) throw new Error('there is more than one record')
  const shared = curve.computeSecret(senderKey)
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), curve.getPublicKey(), senderKey])
  const ikm = Buffer.from(hkdfSync('sha256', shared, auth, info, 32))
  const key = Buffer.from(hkdfSync('sha256', ikm, salt, 'Content-Encoding: aes128gcm\0', 16))
  const nonce = Buffer.from(hkdfSync('sha256', ikm, salt, 'Content-Encoding: nonce\0', 12))
  const decipher = createDecipheriv('aes-128-gcm', key, nonce)
  decipher.setAuthTag(record.subarray(-16))
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()])
  const end = padded.findLastIndex((byte) => byte !== 0)
  // 2 is the delimiter of the last record.
  if (padded[end] !== 2) throw new Error('the padding has no delimiter')
  return padded.subarray(0, end).toString('utf8')
}

export interface Vapid {
  /** The public key that signed, base64url. */
  key: string
  claims: { aud: string; exp: number; sub: string }
  /** As sent: the same for as long as it is kept. */
  token: string
}

/** RFC 8292: what an `Authorization` header says. Throws unless `k` signed `t` (ES256). */
export function readVapid(header: string | undefined): Vapid {
  const [, token = '', key = ''] = /^vapid t=([^,\s]+), ?k=([^,\s]+)$/.exec(header ?? '') ?? []
  const [head = '', claims = '', signature = ''] = token.split('.')
  const point = Buffer.from(key, 'base64url')
  const half = (from: number) => point.subarray(from, from + 32).toString('base64url')
  const publicKey = createPublicKey({
    format: 'jwk',
    key: { kty: 'EC', crv: 'P-256', x: half(1), y: half(33) },
  })
  const signed = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
  if (!signed) throw new Error('the token is not signed by its key')
  const { alg, typ } = JSON.parse(Buffer.from(head, 'base64url').toString()) as Record<string, string>
  if (alg !== 'ES256' || typ !== 'JWT') throw new Error('the token is not of ES256')
  return { key, claims: JSON.parse(Buffer.from(claims, 'base64url').toString()) as Vapid['claims'], token }
}
