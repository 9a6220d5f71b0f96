import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'
import {
  address,
  certificateOf,
  email,
  flag,
  host,
  hostname,
  httpUrl,
  integer,
  isKeyPair,
  list,
  matching,
  networkOf,
  oneOf,
  pemOf,
  postgresUrl,
  type SmtpEnv,
  secret,
  smtpOf,
  timeZoneOf,
  topicsOf,
  vapidKey,
  variable,
} from './env-values.ts'

export type Role = 'all' | 'web' | 'worker'

export const openEndpoints = ['webhook', 'notifications', 'send-notification', 'order'] as const
export type OpenEndpoint = (typeof openEndpoints)[number]

export interface KafkaEnv {
  /** `host:port` each. */
  brokers: string[]
  groupId: string
  /** Names, or a pattern that a name matches whole; null: every topic but the internal ones. */
  topics: string[] | RegExp | null
  sasl: { mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512'; username: string; password: string } | null
  tls: { ca: string | null; cert: string | null; key: string | null; rejectUnauthorized: boolean } | null
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
    /** Resend's signing secret for its webhooks (`whsec_…`). */
    resendWebhookSecret: string | null
    smtp: SmtpEnv | null
    dkim: { domain: string; selector: string; privateKey: string } | null
  }
  push: {
    /** Null: made on the first start and kept in the database. base64url. */
    vapid: { publicKey: string; privateKey: string } | null
    /** By whom a push service reaches us (RFC 8292 §2.1): a `mailto:` or `https:` address. */
    subject: string
    /** Push services at private addresses too: for tests, and for a service of one's own. */
    allowPrivate: boolean
  }
  access: {
    internalApiSecret: string | null
    ownerEmail: string
    ownerPassword: string | null
    appSecret: string | null
    /** Paths that need no key from the networks of `openFrom`. */
    openEndpoints: OpenEndpoint[]
    /** CIDR blocks. */
    openFrom: string[]
    metricsToken: string | null
  }
  kafka: KafkaEnv | null
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
  RESEND_WEBHOOK_SECRET: matching('whsec_ and base64', /^whsec_[A-Za-z0-9+/=]{24,}$/, true).optional(),
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
  VAPID_PUBLIC_KEY: vapidKey('a P-256 public key, 65 bytes in base64url', 65).optional(),
  VAPID_PRIVATE_KEY: vapidKey('a P-256 private key, 32 bytes in base64url', 32, true).optional(),
  VAPID_SUBJECT: matching(
    'mailto:name@example.com or https://example.com',
    /^(mailto:[^\s@<>]+@[^\s@<>]+|https:\/\/[^\s<>]+)$/,
  ).optional(),
  PUSH_ALLOW_PRIVATE: flag.default(false),
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
  OPEN_ENDPOINTS: list(`some of ${openEndpoints.join(', ')}`, (text) =>
    openEndpoints.find((name) => name === text),
  ).optional(),
  OPEN_FROM: list('networks such as 10.0.0.0/8 or 192.168.1.7, separated by commas', networkOf).optional(),
  METRICS_TOKEN: variable(
    'at least 16 characters',
    (text) => (text.length >= 16 ? text : undefined),
    true,
  ).optional(),
  WORKER_CONCURRENCY: integer(1, 1000).default(10),
  KAFKA_BOOTSTRAP_SERVERS: list('host:port, separated by commas', (text) =>
    /^(\[[0-9a-f:]+\]|[a-z0-9._-]+):\d{1,5}$/i.test(text) ? text : undefined,
  ).optional(),
  KAFKA_GROUP_ID: matching('1 to 200 characters without spaces', /^\S{1,200}$/).default(
    'notification-service-group',
  ),
  KAFKA_TOPICS: variable('topic names separated by commas, or a /pattern/', topicsOf).optional(),
  KAFKA_SASL_MECHANISM: oneOf('PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512').default('PLAIN'),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD: secret.optional(),
  KAFKA_SSL_ENABLED: flag.optional(),
  KAFKA_SSL_CA: variable('certificates in PEM form (\\n for line ends)', certificateOf).optional(),
  KAFKA_SSL_CERT: variable('a certificate in PEM form (\\n for line ends)', certificateOf).optional(),
  KAFKA_SSL_KEY: variable('a private key in PEM form (\\n for line ends)', pemOf, true).optional(),
  KAFKA_SSL_VERIFY: flag.default(true),
})

/** Loopback, private (RFC 1918), link-local and unique local (RFC 4193) networks. */
const privateNetworks = [
  ...['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'],
  ...['::1/128', 'fc00::/7', 'fe80::/10'],
]

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
  [
    ['VAPID_PUBLIC_KEY', 'VAPID_PRIVATE_KEY'],
    ['VAPID_PUBLIC_KEY', 'VAPID_PRIVATE_KEY'],
  ],
  [
    ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'],
    ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'],
  ],
  [
    ['KAFKA_SSL_CERT', 'KAFKA_SSL_KEY'],
    ['KAFKA_SSL_CERT', 'KAFKA_SSL_KEY'],
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

  if (v.VAPID_PUBLIC_KEY && v.VAPID_PRIVATE_KEY && !isKeyPair(v.VAPID_PUBLIC_KEY, v.VAPID_PRIVATE_KEY)) {
    throw new EnvError(['VAPID_PUBLIC_KEY: is not the public key of VAPID_PRIVATE_KEY'])
  }

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
      resendWebhookSecret: v.RESEND_WEBHOOK_SECRET ?? null,
      smtp,
      dkim:
        v.DKIM_DOMAIN && v.DKIM_SELECTOR && v.DKIM_PRIVATE_KEY
          ? { domain: v.DKIM_DOMAIN, selector: v.DKIM_SELECTOR, privateKey: v.DKIM_PRIVATE_KEY }
          : null,
    },
    push: {
      vapid:
        v.VAPID_PUBLIC_KEY && v.VAPID_PRIVATE_KEY
          ? { publicKey: v.VAPID_PUBLIC_KEY, privateKey: v.VAPID_PRIVATE_KEY }
          : null,
      subject: v.VAPID_SUBJECT ?? vapidSubject(from, v),
      allowPrivate: v.PUSH_ALLOW_PRIVATE,
    },
    access: {
      internalApiSecret: v.INTERNAL_API_SECRET ?? null,
      ownerEmail: v.OWNER_EMAIL,
      ownerPassword: v.OWNER_PASSWORD ?? null,
      appSecret: v.APP_SECRET ?? null,
      openEndpoints: v.OPEN_ENDPOINTS ?? [],
      openFrom: v.OPEN_FROM ?? privateNetworks,
      metricsToken: v.METRICS_TOKEN ?? null,
    },
    kafka: kafkaOf(v),
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

function kafkaOf(v: Values): KafkaEnv | null {
  if (!v.KAFKA_BOOTSTRAP_SERVERS) return null
  const usesTls = v.KAFKA_SSL_ENABLED ?? Boolean(v.KAFKA_SSL_CA || v.KAFKA_SSL_CERT)
  return {
    brokers: v.KAFKA_BOOTSTRAP_SERVERS,
    groupId: v.KAFKA_GROUP_ID,
    topics: v.KAFKA_TOPICS ?? null,
    sasl:
      v.KAFKA_SASL_USERNAME && v.KAFKA_SASL_PASSWORD
        ? {
            mechanism: v.KAFKA_SASL_MECHANISM,
            username: v.KAFKA_SASL_USERNAME,
            password: v.KAFKA_SASL_PASSWORD,
          }
        : null,
    tls: usesTls
      ? {
          ca: v.KAFKA_SSL_CA ?? null,
          cert: v.KAFKA_SSL_CERT ?? null,
          key: v.KAFKA_SSL_KEY ?? null,
          rejectUnauthorized: v.KAFKA_SSL_VERIFY,
        }
      : null,
  }
}

/** Some push services refuse a subject that names nobody: the address that mail comes from, else where we are reached. */
function vapidSubject(from: string | null, v: Values): string {
  if (from) return `mailto:${/<([^>]+)>/.exec(from)?.[1] ?? from}`
  return v.APP_URL?.startsWith('https://') ? v.APP_URL : `mailto:${v.OWNER_EMAIL}`
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
