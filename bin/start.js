// `npm start`: installs, builds, and runs everything. Plain JavaScript that Node 20 can begin; the rest is Node 24's.
import { existsSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './install.js'
import { isNode24, root, runOnNode24 } from './node24.js'

const commands = ['all', 'web', 'worker', 'dev', 'migrate', 'reset-password']
const tell = (line) => console.log(line)

/**
 * Runs a command to its end. Prints a clear line and answers 1 if it can't.
 * @param {string} command one of all, web, worker, dev, migrate, reset-password
 * @param {readonly string[]} args the address, for reset-password
 * @returns {Promise<number>} the exit code
 */
export async function run(command, args = []) {
  if (!commands.includes(command)) {
    console.error(`posthorn: there is no command ${command}; expected one of ${commands.join(', ')}`)
    return 1
  }
  try {
    const installed = await ensureInstalled(tell)
    // After an install the running Node may be one that npm has just replaced.
    if (installed || !isNode24) return await runOnNode24([fileURLToPath(import.meta.url), command, ...args])
  } catch (error) {
    console.error(`posthorn: ${error.message}`)
    return 1
  }
  const { explainFailure } = await import('../server/supervisor/explain.ts')
  try {
    prepareVariables(command)
    if (command === 'migrate') return await migrate()
    if (command === 'reset-password') return await resetPassword(args)
    return await serve(command)
  } catch (error) {
    const lines = explainFailure(error) ?? [error.code === 'cannot_build' ? error.message : error.stack]
    for (const line of lines) console.error(`posthorn: ${line}`)
    return 1
  }
}

async function serve(command) {
  const { preflight } = await import('../server/supervisor/preflight.ts')
  const { supervise } = await import('../server/supervisor/main.ts')
  const { ensureBuilt } = await import('./build.js')
  const ready = await preflight()
  try {
    // Next compiles for development by itself, and a worker serves no pages.
    await ensureBuilt(tell, { webToo: command !== 'dev' && ready.env.role !== 'worker' })
  } catch (error) {
    ready.release()
    throw Object.assign(error, { code: 'cannot_build' })
  }
  await supervise(ready)
  return 0
}

async function migrate() {
  const { migrateGiven } = await import('../server/supervisor/migrate-given.ts')
  await migrateGiven()
  return 0
}

async function resetPassword([email]) {
  if (!email) {
    console.error('posthorn: reset-password wants the e-mail address of a member')
    return 1
  }
  const { resetMemberPassword } = await import('../server/supervisor/reset-password.ts')
  tell(`New password of ${email} (shown only now): ${await resetMemberPassword(email)}`)
  return 0
}

/** Environment that a command implies; what is set already wins over .env. */
function prepareVariables(command) {
  const { env } = process
  if (env.POSTHORN_DATA_DIR) env.POSTHORN_DATA_DIR = resolve(env.POSTHORN_DATA_DIR)
  process.chdir(root)
  if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'))
  if (command === 'web' || command === 'worker') env.POSTHORN_ROLE = command
  if (command === 'dev') env.POSTHORN_ROLE = 'all'
  env.NODE_ENV = command === 'dev' ? 'development' : 'production'
  delete env.WATCH_REPORT_DEPENDENCIES
}

if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  process.exit(await run(process.argv[2] ?? 'all', process.argv.slice(3)))
