import { createECDH, createPrivateKey, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { z } from 'zod'

// What a variable's text may be, and what it then means; `env-variables.ts` says which variable is which.

export interface SmtpEnv {
  host: string
  port: number
  /** TLS from the first byte (port 465). */
  secure: boolean
  /** STARTTLS or nothing: never fall back to clear text. */
  requireTls: boolean
  user: string | null
  pass: string | null
}

export const address = /^[^\s@<>,"]+@[^\s@<>,"]+$/
export const hostname = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i

/** A variable: `parse` answers undefined for what is not valid. A secret's value is never shown. */
export function variable<T>(expected: string, parse: (text: string) => T | undefined, secret = false) {
  return z.string().transform((text, context) => {
    const parsed = parse(text)
    if (parsed !== undefined) return parsed
    const message = `${secret ? 'the value' : JSON.stringify(text)} is not valid; expected ${expected}`
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })
}

export const secret = z.string()
export const integer = (from: number, to: number) =>
  variable(`a whole number from ${from} to ${to}`, (text) => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    return number >= from && number <= to ? number : undefined
  })
export const oneOf = <T extends string>(...values: readonly T[]) =>
  variable(`one of ${values.join(', ')}`, (text) => values.find((value) => value === text))
export const matching = (expected: string, pattern: RegExp, isSecret = false) =>
  variable(expected, (text) => (pattern.test(text) ? text : undefined), isSecret)
export const flag = variable('true or false', (text) => {
  if (/^(true|1|yes|on)$/i.test(text)) return true
  return /^(false|0|no|off)$/i.test(text) ? false : undefined
})
export const list = <T>(expected: string, item: (text: string) => T | undefined) =>
  variable(expected, (text) => {
    const parsed = text.split(',').flatMap((part) => (part.trim() === '' ? [] : [item(part.trim())]))
    const good = parsed.filter((value) => value !== undefined)
    return good.length === parsed.length && good.length > 0 ? good : undefined
  })
export const host = matching('a host name or IP address', /^[a-z0-9:]([a-z0-9.:_-]*[a-z0-9:])?$/i)
export const email = matching('an e-mail address', address)
export const httpUrl = variable('an address that begins with http:// or https://', (text) =>
  /^https?:$/.test(urlOf(text)?.protocol ?? '') ? text.replace(/\/+$/, '') : undefined,
)
export const postgresUrl = variable(
  'postgres://user:password@host:port/database',
  (text) => (/^postgres(ql)?:$/.test(urlOf(text)?.protocol ?? '') ? text : undefined),
  true,
)

export function urlOf(text: string): URL | undefined {
  return URL.parse(text) ?? undefined
}

export function timeZoneOf(text: string): string | undefined {
  if (!/^[A-Za-z]/.test(text)) return undefined // Intl takes offsets such as +01:00 too; those know no DST
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone && text
  } catch {
    return undefined
  }
}

export function pemOf(text: string): string | undefined {
  const pem = text.replaceAll('\\n', '\n')
  try {
    return createPrivateKey(pem).type === 'private' ? pem : undefined
  } catch {
    return undefined
  }
}

export function smtpOf(text: string): SmtpEnv | undefined {
  const url = urlOf(text)
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '') return undefined
  const secure = url.protocol === 'smtps:'
  try {
    return {
      host: url.hostname.replace(/^\[(.+)\]$/, '$1'),
      port: url.port ? Number(url.port) : secure ? 465 : 587,
      secure,
      requireTls: url.searchParams.get('requireTLS') === 'true',
      user: decodeURIComponent(url.username) || null,
      pass: decodeURIComponent(url.password) || null,
    }
  } catch {
    return undefined
  }
}

/** A network in CIDR form; an address alone is one of its own. */
export function networkOf(text: string): string | undefined {
  const [address = '', prefix, ...rest] = text.split('/')
  const bits = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : 0
  if (bits === 0 || rest.length > 0) return undefined
  if (prefix === undefined) return `${address}/${bits}`
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits ? text : undefined
}

/** `a,b`, or a regular expression between slashes, which a name must match whole. */
export function topicsOf(text: string): string[] | RegExp | undefined {
  const pattern = /^\/(.+)\/$/.exec(text)?.[1]
  if (pattern !== undefined) {
    try {
      return new RegExp(`^(?:${pattern})$`)
    } catch {
      return undefined
    }
  }
  const names = text.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]))
  return names.length > 0 && names.every((name) => /^[\w.-]{1,249}$/.test(name)) ? names : undefined
}

export function certificateOf(text: string): string | undefined {
  const pem = text.replaceAll('\\n', '\n')
  try {
    return new X509Certificate(pem).subject === undefined ? undefined : pem
  } catch {
    return undefined
  }
}

/** A half of a VAPID key pair (RFC 8292 §3.2: raw, on P-256) of so many bytes, as base64url. */
export const vapidKey = (expected: string, bytes: number, isSecret = false) =>
  variable(
    expected,
    (text) => {
      const key = /^[\w+/-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64url') : null
      return key?.length === bytes ? key.toString('base64url') : undefined
    },
    isSecret,
  )

/** Whether a public key is the private one's; both base64url. */
export function isKeyPair(publicKey: string, privateKey: string): boolean {
  const curve = createECDH('prime256v1')
  try {
    curve.setPrivateKey(privateKey, 'base64url')
    return curve.getPublicKey('base64url') === publicKey
  } catch {
    return false
  }
}
