import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import * as schema from './schema/index.ts'

export type Orm = PostgresJsDatabase<typeof schema>

/**
 * One pool, seen two ways. `orm` for what people do at their pace, `sql` for the statements that carry the load.
 * Drizzle switches off postgres.js's parsing of times: through `sql` they come as PostgreSQL's text and go as ISO text.
 */
export interface Database {
  sql: postgres.Sql
  orm: Orm
}

export interface DatabaseOptions {
  url: string
  /** The schema that the tables stand in. */
  schema: string
  applicationName: string
  /** Connections, at most. */
  max?: number
  /** For enqueueing: with a backlog, `add_jobs` can cache a plan that scans the whole jobs table. */
  noSeqScan?: boolean
}

/** Makes a pool; connects at the first statement. The caller closes it (`database.sql.end()`). */
export function createDatabase(options: DatabaseOptions): Database {
  const sql = postgres(options.url, {
    max: options.max ?? 10,
    onnotice: () => undefined,
    connect_timeout: 5,
    // postgres.js would wait up to 20 s between tries, and every statement with it: callers want their 503.
    backoff: (tries: number) => Math.min(0.5, 3 ** tries / 100),
    idle_timeout: 300,
    connection: {
      application_name: options.applicationName,
      search_path: options.schema,
      TimeZone: 'UTC',
      ...(options.noSeqScan ? { enable_seqscan: 'off' } : {}),
    },
  })
  return { sql, orm: drizzle(sql, { schema }) }
}

/**
 * Runs `work` in one transaction; both ways of the database that it is given are inside of it (`sql` without `begin`,
 * `orm.transaction` is a savepoint). What `work` throws undoes everything and is thrown on.
 */
export function inTransaction<T>(db: Database, work: (db: Database) => Promise<T>): Promise<T> {
  return db.orm.transaction((tx) => {
    // Drizzle keeps the transaction's own connection here and offers no other way to it.
    const { client } = tx._.session as unknown as { client: postgres.Sql }
    return work({ sql: client, orm: tx as unknown as Orm })
  })
}

/** Whether the error says that PostgreSQL can't be reached, is going away or takes no writes (25006): nothing was promised. */
export function isDatabaseAway(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause ? String(cause.code) : ''
    if (
      /^(ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|CONNECTION_|CONNECT_TIMEOUT|57P0|08|53300|25006)/.test(
        code,
      )
    )
      return true
  }
  return false
}
