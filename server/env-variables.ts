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
  list,
  matching,
  networkOf,
  oneOf,
  pemOf,
  postgresUrl,
  secret,
  smtpOf,
  timeZoneOf,
  topicsOf,
  vapidKey,
  variable,
} from './env-values.ts'

// Each variable with what its text may be. `.env.example` tells the meaning and default of each.

export const openEndpoints = ['webhook', 'notifications', 'send-notification', 'order'] as const
export type OpenEndpoint = (typeof openEndpoints)[number]

export const variables = z.object({
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

export type Values = z.output<typeof variables>

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

/** What is set without what it needs beside it, a line for each that is missing. */
export function missingBeside(set: Readonly<Record<string, string | undefined>>): string[] {
  const rules = set.DATABASE_URL || set.NEON_DATABASE_URL ? together : [...together, recipeDatabase]
  return rules.flatMap(([any, all]) => {
    const reason = any.find((name) => set[name] !== undefined)
    const missing = reason ? all.filter((name) => set[name] === undefined) : []
    return missing.map((name) => `${name}: is missing; expected beside ${reason}`)
  })
}
