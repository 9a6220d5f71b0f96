import { getEnv } from '#server/env.ts'
import { createDatabase, type Database } from './client.ts'

// On globalThis: the web process holds this module up to three times (natively and in Next's bundles).
const key = Symbol.for('posthorn.pools')
const holder = globalThis as { [key]?: Map<string, Database> }

function pool(name: string, max: number, noSeqScan: boolean): Database {
  holder[key] ??= new Map()
  const database = holder[key].get(name) ?? openDatabase(name, max, noSeqScan)
  holder[key].set(name, database)
  return database
}

/** A pool of the caller's own, which it closes. */
export function openDatabase(name: string, max: number, noSeqScan: boolean): Database {
  const { role, database: settings } = getEnv()
  if (!settings.url) throw new Error('DATABASE_URL is not set in this process')
  const applicationName = `posthorn ${role} ${name}`
  return createDatabase({ url: settings.url, schema: settings.schema, applicationName, max, noSeqScan })
}

/** The process's pool for everything but the hot paths. */
export const getDatabase = (): Database => pool('main', 10, false)

/** The pool of ingest: group commit needs few connections. */
export const getIngestDatabase = (): Database => pool('ingest', 3, true)

/** A new pool of ingest, for one whose connections do not answer any more; that one is cut without waiting. */
export function renewIngestDatabase(): Database {
  void holder[key]
    ?.get('ingest')
    ?.sql.end({ timeout: 0 })
    .catch(() => undefined)
  holder[key]?.delete('ingest')
  return getIngestDatabase()
}

/** The pool of planning and delivering. */
export const getWorkDatabase = (): Database => pool('work', 16, true)

/** Ends every pool, waiting `seconds` at most for what runs. */
export async function closeDatabases(seconds = 5): Promise<void> {
  const open = [...(holder[key]?.values() ?? [])]
  holder[key]?.clear()
  await Promise.all(open.map(({ sql }) => sql.end({ timeout: seconds })))
}
