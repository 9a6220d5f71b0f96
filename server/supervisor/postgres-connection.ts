import postgres from 'postgres'
import { StartError } from '#server/supervisor/start-error.ts'

const oldest = 15

/** Makes the database that the URL names, if its server lacks it. */
export async function ensureDatabase(url: string): Promise<void> {
  if ((await connect(url)) !== '3D000') return
  const server = new URL(url)
  const name = server.pathname.slice(1)
  server.pathname = '/postgres'
  const sql = postgres(server.href, { max: 1, onnotice: () => {} })
  try {
    await sql`create database ${sql(name)}`
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/**
 * Waits until the database answers. `onWait` is called once, when the first try failed; `stopped` ends the wait early.
 * Throws `StartError`, without the password, after `seconds` or when waiting can't help.
 */
export async function waitForDatabase(
  url: string,
  seconds: number,
  onWait: (where: string) => void,
  stopped: () => boolean,
): Promise<void> {
  const where = whereIs(url)
  const deadline = Date.now() + seconds * 1000
  for (let tries = 1; !stopped(); tries += 1) {
    const fault = await connect(url)
    if (fault === null) return
    if (hopeless.has(fault)) throw new StartError(`DATABASE_URL: ${where} answers ${hopeless.get(fault)}`)
    if (Date.now() >= deadline) {
      throw new StartError(`DATABASE_URL: ${where} can't be reached within ${seconds} s (${fault})`)
    }
    if (tries === 1) onWait(where)
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

const hopeless = new Map([
  ['28P01', 'that the user or password is wrong'],
  ['28000', 'that this user may not connect'],
  ['3D000', 'that there is no such database'],
  ['too_old', `with a PostgreSQL older than ${oldest}`],
])

/** Null if a connection can be made, else PostgreSQL's or the system's error code. */
async function connect(url: string): Promise<string | null> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} })
  try {
    const [row] = await sql<
      { version: number }[]
    >`select current_setting('server_version_num')::int as version`
    return row && row.version >= oldest * 10_000 ? null : 'too_old'
  } catch (error) {
    return (error as { code?: string }).code ?? 'no answer'
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** Host, port and database of a PostgreSQL URL: what may be shown of it. */
function whereIs(url: string): string {
  const { hostname, port, pathname } = new URL(url)
  return `PostgreSQL at ${hostname || 'localhost'}:${port || 5432}${pathname}`
}
