import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

// Keys derived from APP_SECRET, one per purpose (HKDF, RFC 5869).

const keyFor = (appSecret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', appSecret, 'posthorn', purpose, 32))

/** Encrypts a text to be kept in the database (AES-256-GCM): base64url of nonce, tag and ciphertext. */
export function seal(text: string, appSecret: string, purpose: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFor(appSecret, purpose), nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** What `seal` encrypted. Throws when it was changed, or sealed with another secret or for another purpose. */
export function unseal(sealed: string, appSecret: string, purpose: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', keyFor(appSecret, purpose), bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}

/** A text's signature (HMAC-SHA-256, base64url), for links that need no row of their own. */
export function signatureOf(text: string, appSecret: string, purpose: string): string {
  return createHmac('sha256', keyFor(appSecret, purpose)).update(text).digest('base64url')
}
