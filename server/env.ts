import { resolve } from 'node:path'
import {
  type KafkaEnv,
  kafkaOf,
  privateNetworks,
  recipeUrl,
  senderOf,
  smtpServer,
  vapidSubject,
} from './env-meaning.ts'
import { isKeyPair, type SmtpEnv } from './env-values.ts'
import { missingBeside, type OpenEndpoint, variables } from './env-variables.ts'

export type { KafkaEnv } from './env-meaning.ts'
export type { OpenEndpoint } from './env-variables.ts'

export type Role = 'all' | 'web' | 'worker'

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

/** The names that `readEnv` reads; `.env.example` explains each. */
export const variableNames: readonly string[] = Object.keys(variables.shape)

/**
 * Checks `vars` and says what they mean; an empty string counts as unset. Throws `EnvError` with one line per bad
 * variable: its name, what is wrong, what is expected.
 */
export function readEnv(vars: Variables): Env {
  const set = Object.fromEntries(
    Object.entries(vars).filter(([, value]) => value !== undefined && value !== ''),
  )
  const problems = missingBeside(set)
  const parsed = variables.safeParse(set)
  if (!parsed.success)
    problems.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`))
  if (!parsed.success || problems.length > 0) throw new EnvError(problems)
  const v = parsed.data

  if (v.VAPID_PUBLIC_KEY && v.VAPID_PRIVATE_KEY && !isKeyPair(v.VAPID_PUBLIC_KEY, v.VAPID_PRIVATE_KEY)) {
    throw new EnvError(['VAPID_PUBLIC_KEY: is not the public key of VAPID_PRIVATE_KEY'])
  }

  const smtp = smtpServer(v)
  const resend = v.RESEND_API_KEY ? { apiKey: v.RESEND_API_KEY, baseUrl: v.RESEND_BASE_URL } : null
  const from = senderOf(v, smtp)
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
