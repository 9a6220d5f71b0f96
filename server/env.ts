import { createPrivateKey } from 'node:crypto'
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'

export type Role = 'all' | 'web' | 'worker'

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

/** What the environment says, checked. `.env.example` tells the meaning and default of each variable. */
export interface Env {
  role: Role
  nodeEnv: 'production' | 'development' | 'test'
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
  logToStdout: boolean
  /** Where the web process listens; the loopback address unless told otherwise. */
  host: string
  port: number
  /** Whether `X-Forwarded-For` is believed: a proxy of ours stands in front. */
  trustProxy: boolean
  /** Without a slash at the end. */
  appUrl: string
  defaultTimezone: string
  dataDir: string
  /** Whether to seed a few users to try things with. */
  demo: boolean
  shutdownMs: number
  database: { url: string | null; schema: string; waitSeconds: number }
  mail: {
    from: string | null
    /** Lower case; a whole address or `@domain`. Null allows everybody. */
    allowTo: string[] | null
    alertEmail: string | null
    resend: { apiKey: string; baseUrl: string } | null
    smtp: SmtpEnv | null
    dkim: { domain: string; selector: string; privateKey: string } | null
  }
  access: {
    internalApiSecret: string | null
    ownerEmail: string
    ownerPassword: string | null
    appSecret: string | null
  }
  worker: { concurrency: number }
  /** Names of the old services' variables that are set and mean nothing here. */
  ignored: string[]
}

export type Variables = Readonly<Record<string, string | undefined>>

/** Thrown by `readEnv`; `problems` holds one line per bad variable. Tell it by `code`. */
export class EnvError extends Error {
  override readonly name = 'EnvError'
  readonly code = 'bad_env'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

const address = /^[^\s@<>,"]+@[^\s@<>,"]+$/
const hostname = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i

/** A variable: `parse` answers undefined for what is not valid. A secret's value is never shown. */
function variable<T>(expected: string, parse: (text: string) => T | undefined, secret = false) {
  return z.string().transform((text, context) => {
    const parsed = parse(text)
    if (parsed !== undefined) return parsed
    const message = `${secret ? 'the value' : JSON.stringify(text)} is not valid; expected ${expected}`
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })
}

const secret = z.string()
const integer = (from: number, to: number) =>
  variable(`a whole number from ${from} to ${to}`, (text) => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    return number >= from && number <= to ? number : undefined
  })
const oneOf = <T extends string>(...values: readonly T[]) =>
  variable(`one of ${values.join(', ')}`, (text) => values.find((value) => value === text))
const matching = (expected: string, pattern: RegExp) =>
  variable(expected, (text) => (pattern.test(text) ? text : undefined))
const flag = variable('true or false', (text) => {
  if (/^(true|1|yes|on)$/i.test(text)) return true
  return /^(false|0|no|off)$/i.test(text) ? false : undefined
})
const list = <T>(expected: string, item: (text: string) => T | undefined) =>
  variable(expected, (text) => {
    const parsed = text.split(',').flatMap((part) => (part.trim() === '' ? [] : [item(part.trim())]))
    const good = parsed.filter((value) => value !== undefined)
    return good.length === parsed.length && good.length > 0 ? good : undefined
  })
const host = matching('a host name or IP address', /^[a-z0-9:]([a-z0-9.:_-]*[a-z0-9:])?$/i)
const email = matching('an e-mail address', address)
const httpUrl = variable('an address that begins with http:// or https://', (text) =>
  /^https?:$/.test(urlOf(text)?.protocol ?? '') ? text.replace(/\/+$/, '') : undefined,
)
const postgresUrl = variable(
  'postgres://user:password@host:port/database',
  (text) => (/^postgres(ql)?:$/.test(urlOf(text)?.protocol ?? '') ? text : undefined),
  true,
)

const schema = z.object({
  POSTHORN_ROLE: oneOf('all', 'web', 'worker').default('all'),
  NODE_ENV: oneOf('production', 'development', 'test').default('production'),
  LOG_LEVEL: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent').default('info'),
  LOG_TO_STDOUT: flag.default(false),
  TRUST_PROXY: flag.default(false),
  POSTHORN_DEMO: flag.default(false),
  POSTHORN_HOST: host.default('127.0.0.1'),
  PORT: integer(1, 65_535).default(3000),
  APP_URL: httpUrl.optional(),
  DEFAULT_TIMEZONE: variable('an IANA time zone such as Europe/Berlin', timeZoneOf).default('UTC'),
  POSTHORN_DATA_DIR: z.string().default('.data'),
  SHUTDOWN_TIMEOUT_S: integer(1, 3600).default(20),
  DATABASE_URL: postgresUrl.optional(),
  NEON_DATABASE_URL: postgresUrl.optional(),
  POSTGRES_HOST: host.optional(),
  POSTGRES_PORT: integer(1, 65_535).default(5432),
  POSTGRES_DB: z.string().optional(),
  NOTIFICATION_SERVICE_DB_USER: z.string().optional(),
  NOTIFICATION_SERVICE_DB_PASSWORD: secret.optional(),
  POSTGRES_SCHEMA: matching(
    'a name of small letters, digits and _, at most 63, that does not begin with pg_',
    /^(?!pg_)[a-z_][a-z0-9_]{0,62}$/,
  ).default('posthorn'),
  DATABASE_WAIT_S: integer(0, 3600).default(30),
  EMAIL_FROM: matching(
    'name@example.com or Name <name@example.com>',
    /^([^<>\r\n]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/,
  ).optional(),
  EMAIL_ALLOW_TO: list('addresses or @domains, separated by commas', (text) =>
    address.test(text) || (text.startsWith('@') && hostname.test(text.slice(1)))
      ? text.toLowerCase()
      : undefined,
  ).optional(),
  ALERT_EMAIL: email.optional(),
  RESEND_API_KEY: secret.optional(),
  RESEND_BASE_URL: httpUrl.default('https://api.resend.com'),
  SMTP_URL: variable('smtp://user:password@host:port or smtps://…', smtpOf, true).optional(),
  MAIL_SERVER: host.optional(),
  MAIL_PORT: integer(1, 65_535).optional(),
  MAIL_USERNAME: z.string().optional(),
  MAIL_PASSWORD: secret.optional(),
  MAIL_USE_TLS: flag.default(false),
  MAIL_USE_SSL: flag.default(false),
  EMAIL_HOST_USER: z.string().optional(),
  EMAIL_HOST_PASSWORD: secret.optional(),
  DKIM_DOMAIN: matching('a domain', hostname).optional(),
  DKIM_SELECTOR: matching('a DKIM selector', hostname).optional(),
  DKIM_PRIVATE_KEY: variable('a private key in PEM form (\\n for line ends)', pemOf, true).optional(),
  INTERNAL_API_SECRET: secret.optional(),
  OWNER_EMAIL: email.default('owner@posthorn.local'),
  OWNER_PASSWORD: variable(
    '8 to 128 characters',
    (text) => (text.length >= 8 && text.length <= 128 ? text : undefined),
    true,
  ).optional(),
  APP_SECRET: variable(
    'at least 32 characters',
    (text) => (text.length >= 32 ? text : undefined),
    true,
  ).optional(),
  WORKER_CONCURRENCY: integer(1, 1000).default(10),
})

/** The names that `readEnv` reads; `.env.example` explains each. */
export const variableNames: readonly string[] = Object.keys(schema.shape)

/** If any of the first is set, each of the second must be. */
const together: readonly (readonly [readonly string[], readonly string[]])[] = [
  [['MAIL_PORT', 'MAIL_USERNAME', 'MAIL_PASSWORD'], ['MAIL_SERVER']],
  [
    ['EMAIL_HOST_USER', 'EMAIL_HOST_PASSWORD'],
    ['EMAIL_HOST_USER', 'EMAIL_HOST_PASSWORD'],
  ],
  [
    ['DKIM_DOMAIN', 'DKIM_SELECTOR', 'DKIM_PRIVATE_KEY'],
    ['DKIM_DOMAIN', 'DKIM_SELECTOR', 'DKIM_PRIVATE_KEY'],
  ],
]
const recipeDatabase: (typeof together)[number] = [
  ['POSTGRES_HOST', 'NOTIFICATION_SERVICE_DB_USER', 'NOTIFICATION_SERVICE_DB_PASSWORD'],
  ['POSTGRES_HOST', 'POSTGRES_DB', 'NOTIFICATION_SERVICE_DB_USER', 'NOTIFICATION_SERVICE_DB_PASSWORD'],
]

/**
 * Checks `vars` and says what they mean; an empty string counts as unset. Throws `EnvError` with one line per bad
 * variable: its name, what is wrong, what is expected.
 */
export function readEnv(vars: Variables): Env {
  const set = Object.fromEntries(
    Object.entries(vars).filter(([, value]) => value !== undefined && value !== ''),
  )
  const problems: string[] = []
  const rules = set.DATABASE_URL || set.NEON_DATABASE_URL ? together : [...together, recipeDatabase]
  for (const [any, all] of rules) {
    const reason = any.find((name) => set[name] !== undefined)
    if (!reason) continue
    for (const name of all)
      if (set[name] === undefined) problems.push(`${name}: is missing; expected beside ${reason}`)
  }
  const parsed = schema.safeParse(set)
  if (!parsed.success)
    problems.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`))
  if (!parsed.success || problems.length > 0) throw new EnvError(problems)
  const v = parsed.data

  const smtp = v.SMTP_URL ?? flaskMail(v) ?? gmail(v)
  const resend = v.RESEND_API_KEY ? { apiKey: v.RESEND_API_KEY, baseUrl: v.RESEND_BASE_URL } : null
  const from = v.EMAIL_FROM ?? (smtp?.user && address.test(smtp.user) ? smtp.user : null)
  if (from === null && (resend || smtp)) {
    const provider = resend ? 'RESEND_API_KEY' : 'an SMTP server whose user is no address'
    throw new EnvError([`EMAIL_FROM: is missing; expected the sender's address beside ${provider}`])
  }
  return {
    role: v.POSTHORN_ROLE,
    nodeEnv: v.NODE_ENV,
    logLevel: v.LOG_LEVEL,
    logToStdout: v.LOG_TO_STDOUT,
    trustProxy: v.TRUST_PROXY,
    demo: v.POSTHORN_DEMO,
    host: v.POSTHORN_HOST,
    port: v.PORT,
    appUrl: v.APP_URL ?? `http://localhost:${v.PORT}`,
    defaultTimezone: v.DEFAULT_TIMEZONE,
    dataDir: resolve(v.POSTHORN_DATA_DIR),
    shutdownMs: v.SHUTDOWN_TIMEOUT_S * 1000,
    database: {
      url: v.DATABASE_URL ?? v.NEON_DATABASE_URL ?? recipeUrl(v),
      schema: v.POSTGRES_SCHEMA,
      waitSeconds: v.DATABASE_WAIT_S,
    },
    mail: {
      from,
      allowTo: v.EMAIL_ALLOW_TO ?? null,
      alertEmail: v.ALERT_EMAIL ?? null,
      resend,
      smtp,
      dkim:
        v.DKIM_DOMAIN && v.DKIM_SELECTOR && v.DKIM_PRIVATE_KEY
          ? { domain: v.DKIM_DOMAIN, selector: v.DKIM_SELECTOR, privateKey: v.DKIM_PRIVATE_KEY }
          : null,
    },
    access: {
      internalApiSecret: v.INTERNAL_API_SECRET ?? null,
      ownerEmail: v.OWNER_EMAIL,
      ownerPassword: v.OWNER_PASSWORD ?? null,
      appSecret: v.APP_SECRET ?? null,
    },
    worker: { concurrency: v.WORKER_CONCURRENCY },
    ignored: Object.keys(set)
      .filter((name) => /^(REDIS_.+|RABBITMQ_URL|[A-Z0-9_]+_SERVICE_URL|FLASK_.+)$/.test(name))
      .sort(),
  }
}

const key = Symbol.for('posthorn.env')
const holder = globalThis as { [key]?: Env }

/** The process's environment, read once. Throws `EnvError`. */
export function getEnv(): Env {
  holder[key] ??= readEnv(process.env)
  return holder[key]
}

/** Forgets what `getEnv` read, so that a test may change it. */
export function resetEnv(): void {
  delete holder[key]
}

/** The environment for a child process: this one's, with `extra` over it. */
export function variablesWith(extra: Variables): NodeJS.ProcessEnv {
  return { ...process.env, ...extra }
}

type Values = z.output<typeof schema>

function urlOf(text: string): URL | undefined {
  return URL.parse(text) ?? undefined
}

function timeZoneOf(text: string): string | undefined {
  if (!/^[A-Za-z]/.test(text)) return undefined // Intl takes offsets such as +01:00 too; those know no DST
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone && text
  } catch {
    return undefined
  }
}

function pemOf(text: string): string | undefined {
  const pem = text.replaceAll('\\n', '\n')
  try {
    return createPrivateKey(pem).type === 'private' ? pem : undefined
  } catch {
    return undefined
  }
}

function smtpOf(text: string): SmtpEnv | undefined {
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

/** Flask-Mail's variables: USE_SSL is TLS from the start, USE_TLS is STARTTLS. */
function flaskMail(v: Values): SmtpEnv | null {
  if (!v.MAIL_SERVER) return null
  return {
    host: v.MAIL_SERVER,
    port: v.MAIL_PORT ?? (v.MAIL_USE_SSL ? 465 : v.MAIL_USE_TLS ? 587 : 25),
    secure: v.MAIL_USE_SSL,
    requireTls: v.MAIL_USE_TLS && !v.MAIL_USE_SSL,
    user: v.MAIL_USERNAME ?? null,
    pass: v.MAIL_PASSWORD ?? null,
  }
}

function gmail(v: Values): SmtpEnv | null {
  if (!v.EMAIL_HOST_USER || !v.EMAIL_HOST_PASSWORD) return null
  const account = { user: v.EMAIL_HOST_USER, pass: v.EMAIL_HOST_PASSWORD }
  return { host: 'smtp.gmail.com', port: 587, secure: false, requireTls: true, ...account }
}

function recipeUrl(v: Values): string | null {
  if (!v.POSTGRES_HOST) return null
  const user = encodeURIComponent(v.NOTIFICATION_SERVICE_DB_USER ?? '')
  const password = encodeURIComponent(v.NOTIFICATION_SERVICE_DB_PASSWORD ?? '')
  const host = isIP(v.POSTGRES_HOST) === 6 ? `[${v.POSTGRES_HOST}]` : v.POSTGRES_HOST
  return `postgres://${user}:${password}@${host}:${v.POSTGRES_PORT}/${encodeURIComponent(v.POSTGRES_DB ?? '')}`
}
