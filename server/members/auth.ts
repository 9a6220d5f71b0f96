import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { APIError, isAPIError } from 'better-auth/api'
import { type Database, isDatabaseAway } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { getDatabase } from '#server/db/pools.ts'
import {
  memberAccounts,
  memberRoles,
  memberSessions,
  members,
  memberVerifications,
} from '#server/db/schema/members.ts'
import { getEnv } from '#server/env.ts'
import { logger } from '#server/telemetry/logger.ts'
import { linkEndpoints, linkPaths } from './link-endpoints.ts'
import { type LinkSettings, linkSettings } from './links.ts'
import { rateLimitStorage } from './rate-limit.ts'
import { originsOf } from './same-origin.ts'

/** Tries of sign-in, and of links, per address and minute; the answer to the next one says when to come back. */
export const SIGN_IN_TRIES = 5
const tries = { window: 60, max: SIGN_IN_TRIES }
const DAY_S = 24 * 60 * 60

export interface AuthOptions {
  db: Database
  appUrl: string
  links: LinkSettings
}

/** better-auth on our tables: e-mail and password, sessions in the database, no sign-up. Connects to nothing. */
export function createAuth({ db, appUrl, links }: AuthOptions) {
  const { orm } = db
  return betterAuth({
    appName: 'Posthorn',
    baseURL: appUrl,
    basePath: '/api/auth',
    secret: links.appSecret,
    telemetry: { enabled: false },
    logger: { level: 'warn', log: (level, message) => toLog(level, message) },
    onAPIError: { onError: faultToLog },
    database: drizzleAdapter(orm, {
      provider: 'pg',
      schema: {
        user: members,
        session: memberSessions,
        account: memberAccounts,
        verification: memberVerifications,
      },
    }),
    // Never taken from a request; `server/members` sets it.
    user: { additionalFields: { role: { type: [...memberRoles], required: false, input: false } } },
    emailAndPassword: { enabled: true, disableSignUp: true },
    plugins: [linkEndpoints(db, links)],
    session: { expiresIn: 30 * DAY_S, updateAge: DAY_S },
    // It is reached by more names than APP_URL's (127.0.0.1, a container's port): the page's own host counts too.
    trustedOrigins: (request) => (request ? originsOf(request.headers) : []),
    rateLimit: {
      enabled: true,
      customStorage: rateLimitStorage(orm),
      window: 60,
      max: 300,
      customRules: {
        '/sign-in/email': tries,
        ...Object.fromEntries(linkPaths.map((path) => [path, tries])),
        // Asked for with every page; not worth a write each.
        '/get-session': false,
      },
    },
    advanced: {
      database: { generateId: () => newId() },
      // The web process sets it from the socket (or keeps the proxy's, if told to trust one).
      ipAddress: { ipAddressHeaders: ['x-forwarded-for'] },
      // Off by itself when NODE_ENV is test.
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
  })
}

/** Its messages, which name no person; its further arguments may, and stay out. */
function toLog(level: string, message: string): void {
  const known: 'error' | 'info' | 'warn' = level === 'error' || level === 'info' ? level : 'warn'
  logger()[known]({ part: 'better-auth' }, message)
}

/**
 * What fails inside, as an answer that says nothing of it. By itself better-auth prints the error with the parameters of
 * the statement that failed: addresses and hashes.
 */
function faultToLog(err: unknown): void {
  if (isAPIError(err) && err.status !== 'INTERNAL_SERVER_ERROR') return
  logger().error({ part: 'better-auth', err }, 'better-auth failed')
  throw new APIError(isDatabaseAway(err) ? 'SERVICE_UNAVAILABLE' : 'INTERNAL_SERVER_ERROR')
}

export type Auth = ReturnType<typeof createAuth>

const key = Symbol.for('posthorn.auth')
const holder = globalThis as { [key]?: Auth }

/** The process's better-auth, made at first use. Throws when `APP_SECRET` is missing (the start sets it). */
export function getAuth(): Auth {
  if (!holder[key]) {
    const env = getEnv()
    holder[key] = createAuth({ db: getDatabase(), appUrl: env.appUrl, links: linkSettings(env) })
  }
  return holder[key]
}
