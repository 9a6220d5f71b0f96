import { createECDH, generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Env, EnvError, readEnv, type Variables, variableNames } from '#server/env.ts'

const gmail = { EMAIL_HOST_USER: 'shop@gmail.com', EMAIL_HOST_PASSWORD: 'app password' }
const recipes = {
  POSTGRES_HOST: 'db',
  POSTGRES_DB: 'recipes',
  NOTIFICATION_SERVICE_DB_USER: 'me',
  NOTIFICATION_SERVICE_DB_PASSWORD: 'p@ss/word',
}
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const curve = createECDH('prime256v1')
const vapid = {
  publicKey: curve.generateKeys('base64url'),
  privateKey: curve.getPrivateKey('base64url'),
}
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

describe('the environment', () => {
  it('has a default for everything', () => {
    expect(readEnv({})).toMatchObject({
      role: 'all',
      nodeEnv: 'production',
      port: 3000,
      host: '127.0.0.1',
      appUrl: 'http://localhost:3000',
      defaultTimezone: 'UTC',
      shutdownMs: 20_000,
      database: { url: null, schema: 'posthorn', waitSeconds: 30 },
      mail: { from: null, allowTo: null, resend: null, smtp: null, dkim: null },
      worker: { concurrency: 10 },
      ignored: [],
    })
  })

  it('takes an empty string as unset', () => {
    expect(readEnv({ PORT: '', DATABASE_URL: '', SMTP_URL: '', EMAIL_HOST_USER: '' })).toEqual(readEnv({}))
  })

  const understood: [string, Variables, (env: Env) => unknown, unknown][] = [
    ['a port, in the address too', { PORT: '8000' }, (env) => env.appUrl, 'http://localhost:8000'],
    [
      'an address without its last slash',
      { APP_URL: 'https://x.org/' },
      (env) => env.appUrl,
      'https://x.org',
    ],
    ['a database', { DATABASE_URL: 'postgres://a:b@c/d' }, (env) => env.database.url, 'postgres://a:b@c/d'],
    [
      'its alias',
      { NEON_DATABASE_URL: 'postgresql://a@c/d' },
      (env) => env.database.url,
      'postgresql://a@c/d',
    ],
    ['the recipe app’s', recipes, (env) => env.database.url, 'postgres://me:p%40ss%2Fword@db:5432/recipes'],
    [
      'DATABASE_URL before an incomplete other',
      { DATABASE_URL: 'postgres://a@c/d', POSTGRES_HOST: 'db' },
      (env) => env.database.url,
      'postgres://a@c/d',
    ],
    [
      'Gmail by its two variables',
      gmail,
      (env) => env.mail.smtp,
      {
        host: 'smtp.gmail.com',
        port: 587,
        secure: false,
        requireTls: true,
        user: 'shop@gmail.com',
        pass: 'app password',
      },
    ],
    ['the SMTP user as sender', gmail, (env) => env.mail.from, 'shop@gmail.com'],
    [
      'an SMTP URL',
      { SMTP_URL: 'smtps://a%40b.org:p%3A@mx.b.org' },
      (env) => env.mail.smtp,
      { host: 'mx.b.org', port: 465, secure: true, requireTls: false, user: 'a@b.org', pass: 'p:' },
    ],
    [
      'Flask-Mail’s variables',
      { MAIL_SERVER: 'mx', MAIL_USERNAME: 'a@b.org', MAIL_PASSWORD: 'x', MAIL_USE_TLS: 'True' },
      (env) => env.mail.smtp,
      { host: 'mx', port: 587, secure: false, requireTls: true, user: 'a@b.org', pass: 'x' },
    ],
    [
      'Flask-Mail with TLS from the start',
      { MAIL_SERVER: 'mx', MAIL_USE_SSL: '1', EMAIL_FROM: 'a@b.org' },
      (env) => [env.mail.smtp?.port, env.mail.smtp?.secure],
      [465, true],
    ],
    [
      'Resend',
      { RESEND_API_KEY: 're_1', EMAIL_FROM: 'Shop <shop@b.org>', RESEND_BASE_URL: 'http://localhost:1/' },
      (env) => env.mail.resend,
      { apiKey: 're_1', baseUrl: 'http://localhost:1' },
    ],
    [
      'whom mail may go to',
      { EMAIL_ALLOW_TO: 'Ada@Example.com, @test.org,' },
      (env) => env.mail.allowTo,
      ['ada@example.com', '@test.org'],
    ],
    [
      'a DKIM key on one line',
      { DKIM_DOMAIN: 'b.org', DKIM_SELECTOR: 's1', DKIM_PRIVATE_KEY: pem.replaceAll('\n', '\\n') },
      (env) => env.mail.dkim?.privateKey,
      pem,
    ],
    [
      'a pair of keys for push, padded too',
      { VAPID_PUBLIC_KEY: `${vapid.publicKey}=`, VAPID_PRIVATE_KEY: vapid.privateKey },
      (env) => env.push.vapid,
      vapid,
    ],
    [
      'the sender as subject of push',
      { EMAIL_FROM: 'Shop <shop@b.org>', APP_URL: 'https://x.org' },
      (env) => env.push.subject,
      'mailto:shop@b.org',
    ],
    ['else the address', { APP_URL: 'https://x.org' }, (env) => env.push.subject, 'https://x.org'],
    [
      'else the owner',
      { APP_URL: 'http://x.org', OWNER_EMAIL: 'o@b.org' },
      (env) => env.push.subject,
      'mailto:o@b.org',
    ],
    [
      'what old services had and this one has not',
      {
        REDIS_URL: 'redis://x',
        RABBITMQ_URL: 'amqp://x',
        USER_SERVICE_URL: 'http://x',
        FLASK_ENV: 'x',
        HOME: '/',
      },
      (env) => env.ignored,
      ['FLASK_ENV', 'RABBITMQ_URL', 'REDIS_URL', 'USER_SERVICE_URL'],
    ],
  ]
  it.each(understood)('understands %s', (_name, variables, pick, expected) => {
    expect(pick(readEnv(variables))).toEqual(expected)
  })

  const refused: [Variables, string[]][] = [
    [{ PORT: '70000' }, ['PORT: "70000" is not valid; expected a whole number from 1 to 65535']],
    [{ PORT: '3e3' }, ['PORT: "3e3" is not valid; expected a whole number from 1 to 65535']],
    [{ POSTHORN_ROLE: 'api' }, ['POSTHORN_ROLE: "api" is not valid; expected one of all, web, worker']],
    [
      { DEFAULT_TIMEZONE: 'Mars/Base', LOG_LEVEL: 'loud' },
      [
        'LOG_LEVEL: "loud" is not valid; expected one of trace, debug, info, warn, error, fatal, silent',
        'DEFAULT_TIMEZONE: "Mars/Base" is not valid; expected an IANA time zone such as Europe/Berlin',
      ],
    ],
    [{ DEFAULT_TIMEZONE: '+01:00' }, [expect.stringContaining('DEFAULT_TIMEZONE')]],
    [{ APP_URL: 'ftp://x.org' }, [expect.stringContaining('APP_URL')]],
    [{ POSTGRES_SCHEMA: 'x"; drop' }, [expect.stringContaining('POSTGRES_SCHEMA')]],
    [{ POSTGRES_SCHEMA: 'pg_own' }, [expect.stringContaining('POSTGRES_SCHEMA')]],
    [
      { POSTGRES_HOST: 'db' },
      [
        'POSTGRES_DB: is missing; expected beside POSTGRES_HOST',
        'NOTIFICATION_SERVICE_DB_USER: is missing; expected beside POSTGRES_HOST',
        'NOTIFICATION_SERVICE_DB_PASSWORD: is missing; expected beside POSTGRES_HOST',
      ],
    ],
    [{ EMAIL_HOST_USER: 'a@b.org' }, ['EMAIL_HOST_PASSWORD: is missing; expected beside EMAIL_HOST_USER']],
    [{ MAIL_USERNAME: 'a@b.org' }, ['MAIL_SERVER: is missing; expected beside MAIL_USERNAME']],
    [{ RESEND_API_KEY: 're_1' }, [expect.stringContaining('EMAIL_FROM: is missing')]],
    [{ SMTP_URL: 'smtp://mx' }, [expect.stringContaining('EMAIL_FROM: is missing')]],
    [{ EMAIL_FROM: 'nobody' }, [expect.stringContaining('EMAIL_FROM')]],
    [{ EMAIL_ALLOW_TO: 'example.com' }, [expect.stringContaining('EMAIL_ALLOW_TO')]],
    [
      { DKIM_DOMAIN: 'b.org', DKIM_SELECTOR: 's1', DKIM_PRIVATE_KEY: 'x' },
      [expect.stringContaining('DKIM_PRIVATE_KEY')],
    ],
  ]
  it.each(refused)('refuses %o', (variables, problems) => {
    expect(problemsOf(variables)).toEqual(problems)
  })

  it('never shows a secret', () => {
    const secrets = {
      DATABASE_URL: 'mysql://a:hunter2@b/c',
      SMTP_URL: 'http://a:hunter2@b',
      APP_SECRET: 'hunter2',
      OWNER_PASSWORD: 'hunter',
    }
    expect(problemsOf(secrets)).toHaveLength(4)
    expect(problemsOf(secrets).join()).not.toContain('hunter')
  })

  it('is explained, variable by variable, in .env.example', () => {
    const explained = readFileSync('.env.example', 'utf8').matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)
    const own = variableNames.filter((name) => name !== 'NODE_ENV')
    expect([...explained].map(([, name]) => name).sort()).toEqual([...own].sort())
  })
})

function problemsOf(variables: Variables): readonly string[] {
  try {
    readEnv(variables)
  } catch (error) {
    if (error instanceof EnvError) return error.problems
    throw error
  }
  return []
}
