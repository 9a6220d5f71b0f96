import type { Database } from '#server/db/client.ts'
import { getDatabase } from '#server/db/pools.ts'
import { type SourceAuth, type SourceSecret, webhookSources } from '#server/db/schema/sources.ts'
import { getEnv } from '#server/env.ts'
import { signingKey } from '#server/ingest/signature.ts'
import { mapperOf } from './mapping.ts'
import { secretText } from './secrets.ts'

/** A webhook source, ready to judge and read requests. */
export interface LiveSource {
  id: string
  key: string
  auth: SourceAuth
  enabled: boolean
  rateLimit: number | null
  /** The signing keys that are live at an instant. */
  keysAt(now: Date): Uint8Array[]
  read: ReturnType<typeof mapperOf>
}

/** What changed elsewhere is seen after so long at most; a name that is not known is asked for again sooner. */
const LIFETIME_MS = 5_000
const UNKNOWN_AFTER_MS = 1_000

/** The webhook sources as requests see them. */
export interface LiveSources {
  /** Null: there is none of that name. */
  find(key: string): Promise<LiveSource | null>
  /** The next `find` reads them again. */
  forget(): void
}

/** They are few, and read whole: a stranger who tries names asks for nothing in the database but once a second. */
export function createLiveSources(database: () => Database, secret: () => string): LiveSources {
  let known: { at: number; sources: Promise<Map<string, LiveSource>> } | null = null
  const read = () => {
    const entry = { at: Date.now(), sources: readAll(database(), secret()) }
    known = entry
    entry.sources.catch(() => {
      if (known === entry) known = null
    })
    return entry.sources
  }
  return {
    async find(key) {
      const entry = known
      const age = entry ? Date.now() - entry.at : Number.POSITIVE_INFINITY
      if (!entry || age >= LIFETIME_MS) return (await read()).get(key) ?? null
      const source = (await entry.sources).get(key)
      if (source || age < UNKNOWN_AFTER_MS) return source ?? null
      return (await read()).get(key) ?? null
    },
    forget() {
      known = null
    },
  }
}

async function readAll({ orm }: Database, sealedWith: string): Promise<Map<string, LiveSource>> {
  const rows = await orm.select().from(webhookSources)
  return new Map(rows.map((row) => [row.key, toLive(row, sealedWith)]))
}

function toLive(row: typeof webhookSources.$inferSelect, sealedWith: string): LiveSource {
  const { id, key, auth, enabled, rateLimit } = row
  const keys = row.secrets.flatMap((secret) => {
    const bytes = readable(secret, sealedWith)
    return bytes ? [{ bytes, until: secret.expiresAt === null ? null : Date.parse(secret.expiresAt) }] : []
  })
  const keysAt = (now: Date) =>
    keys.flatMap(({ bytes, until }) => (until === null || until > now.getTime() ? [bytes] : []))
  return { id, key, auth, enabled, rateLimit, keysAt, read: mapperOf(row.mapping) }
}

/** A secret that can't be read lets nobody in; the others and the other sources stay. */
function readable(secret: SourceSecret, sealedWith: string): Uint8Array | null {
  try {
    return signingKey(secretText(secret, sealedWith))
  } catch {
    return null
  }
}

const key = Symbol.for('posthorn.live_sources')
const holder = globalThis as { [key]?: LiveSources }

/** The process's `APP_SECRET`. Throws when it is missing (the start sets it). */
export function appSecret(): string {
  const { appSecret: secret } = getEnv().access
  if (!secret) throw new Error('APP_SECRET is not set in this process')
  return secret
}

/** The process's webhook sources, whichever mount asks. */
export function getLiveSources(): LiveSources {
  holder[key] ??= createLiveSources(getDatabase, appSecret)
  return holder[key]
}
