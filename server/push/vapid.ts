import { createECDH } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { vapidKeys } from '#server/db/schema/users.ts'
import type { Env } from '#server/env.ts'
import { DomainError } from '#server/errors.ts'
import { seal, unseal } from '#server/secrets.ts'

/** The key pair that push services know this installation by (RFC 8292), base64url. */
export interface VapidKeys {
  publicKey: string
  privateKey: string
}

const PURPOSE = 'vapid-key'
/** The table has one row. */
const ROW = 1

/** Makes the key pair where neither the environment nor the database has one. Of two at once, the first one's stays. */
export async function makeVapidKeys(orm: Orm, env: Pick<Env, 'push' | 'access'>, now: Date): Promise<void> {
  if (env.push.vapid) return
  const curve = createECDH('prime256v1')
  const publicKey = curve.generateKeys('base64url')
  // The curve drops leading zeros of the private number; its raw form has 32 bytes.
  const privateKey = Buffer.from(curve.getPrivateKey('hex').padStart(64, '0'), 'hex').toString('base64url')
  await orm
    .insert(vapidKeys)
    .values({ id: ROW, publicKey, privateKey: seal(privateKey, secretOf(env), PURPOSE), createdAt: now })
    .onConflictDoNothing({ target: vapidKeys.id })
}

/** The key pair: the environment's, else the one made on the first start. Throws when it can not be read. */
export async function findVapidKeys(orm: Orm, env: Pick<Env, 'push' | 'access'>): Promise<VapidKeys> {
  if (env.push.vapid) return env.push.vapid
  const row = await stored(orm)
  return { publicKey: row.publicKey, privateKey: unseal(row.privateKey, secretOf(env), PURPOSE) }
}

/** What a browser subscribes with (`applicationServerKey`), base64url. Throws `unavailable` before the first start. */
export async function findPublicKey(orm: Orm, env: { push: Pick<Env['push'], 'vapid'> }): Promise<string> {
  return env.push.vapid?.publicKey ?? (await stored(orm)).publicKey
}

async function stored(orm: Orm): Promise<VapidKeys> {
  const [row] = await orm.select().from(vapidKeys).where(eq(vapidKeys.id, ROW))
  if (!row) throw new DomainError('unavailable', 'The keys for push have not been made yet.')
  return row
}

function secretOf({ access }: Pick<Env, 'access'>): string {
  if (!access.appSecret) throw new Error('APP_SECRET is not set in this process')
  return access.appSecret
}
