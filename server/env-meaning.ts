import { isIP } from 'node:net'
import { address, type SmtpEnv } from './env-values.ts'
import type { Values } from './env-variables.ts'

// What several variables mean together.

export interface KafkaEnv {
  /** `host:port` each. */
  brokers: string[]
  groupId: string
  /** Names, or a pattern that a name matches whole; null: every topic but the internal ones. */
  topics: string[] | RegExp | null
  sasl: { mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512'; username: string; password: string } | null
  tls: { ca: string | null; cert: string | null; key: string | null; rejectUnauthorized: boolean } | null
}

/** Loopback, private (RFC 1918), link-local and unique local (RFC 4193) networks. */
export const privateNetworks = [
  ...['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'],
  ...['::1/128', 'fc00::/7', 'fe80::/10'],
]

/** Null: no broker is named. */
export function kafkaOf(v: Values): KafkaEnv | null {
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
export function vapidSubject(from: string | null, v: Values): string {
  if (from) return `mailto:${/<([^>]+)>/.exec(from)?.[1] ?? from}`
  return v.APP_URL?.startsWith('https://') ? v.APP_URL : `mailto:${v.OWNER_EMAIL}`
}

/** The SMTP server, by whichever of the three ways it is named; null: none is. */
export const smtpServer = (v: Values): SmtpEnv | null => v.SMTP_URL ?? flaskMail(v) ?? gmail(v)

/** The address that mail comes from where `EMAIL_FROM` does not say: the SMTP server's user, if that is one. */
export const senderOf = (v: Values, smtp: SmtpEnv | null): string | null =>
  v.EMAIL_FROM ?? (smtp?.user && address.test(smtp.user) ? smtp.user : null)

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

/** The old services' way to name a database; null: none is named. */
export function recipeUrl(v: Values): string | null {
  if (!v.POSTGRES_HOST) return null
  const user = encodeURIComponent(v.NOTIFICATION_SERVICE_DB_USER ?? '')
  const password = encodeURIComponent(v.NOTIFICATION_SERVICE_DB_PASSWORD ?? '')
  const host = isIP(v.POSTGRES_HOST) === 6 ? `[${v.POSTGRES_HOST}]` : v.POSTGRES_HOST
  return `postgres://${user}:${password}@${host}:${v.POSTGRES_PORT}/${encodeURIComponent(v.POSTGRES_DB ?? '')}`
}
