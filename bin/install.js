// Installs the packages if they are missing or package-lock.json asks for others. Plain JavaScript that Node 20 can run.
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { root, runQuietly } from './node24.js'

const stamp = join(root, 'node_modules', '.posthorn-install')
const lockFile = join(root, 'package-lock.json')

/**
 * Makes node_modules what package-lock.json says; answers whether anything was installed. Throws an Error for people.
 * `tell` gets a line before it takes long.
 * @param {(line: string) => void} tell
 */
export async function ensureInstalled(tell) {
  const lock = readFileSync(lockFile, 'utf8')
  const hash = createHash('sha256').update(lock).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false
  if (isInstalled(JSON.parse(lock))) {
    remember(hash)
    return false
  }
  assertWritable()
  tell('Installing packages (npm ci) …')
  const began = Date.now()
  const { command, args } = npm()
  const result = await runQuietly(command, [
    ...args,
    'ci',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ])
  if (result.stopped) process.exit(130)
  if (!result.ok) throw new Error(`npm ci failed:\n${essence(result.printed)}`)
  remember(hash)
  tell(`Installed in ${Math.round((Date.now() - began) / 1000)} s`)
  return true
}

/** npm tells the reason first, then how it is used. */
function essence(printed) {
  const lines = printed.split('\n').filter((line) => line.replace('npm error', '').trim() !== '')
  return lines.slice(0, 12).join('\n')
}

/**
 * Whether what npm last wrote down as installed has each package of the lock in its version. Optional ones may lack;
 * those for development too once it is built, as in an image.
 */
function isInstalled(lock) {
  try {
    const hidden = JSON.parse(readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8'))
    const isBuilt = existsSync(join(root, '.build', 'stamp'))
    return Object.entries(lock.packages).every(([path, { version, dev, optional, devOptional }]) => {
      if (path === '') return true
      const found = hidden.packages[path]
      return found ? found.version === version : optional || devOptional || (dev && isBuilt)
    })
  } catch {
    return false
  }
}

/** A read-only node_modules is no fault as long as nothing must be installed: then it is compared each time. */
function remember(hash) {
  try {
    writeFileSync(stamp, hash)
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM'].includes(error.code)) throw error
  }
}

function assertWritable() {
  try {
    accessSync(root, constants.W_OK)
  } catch (error) {
    throw new Error(`${root} can't be written (${error.code}), and its packages are not installed`)
  }
}

/** npm itself, run by a Node outside node_modules, since `npm ci` begins by deleting that. */
function npm() {
  const folder = join(root, 'node_modules')
  const path = (process.env.PATH ?? '').split(delimiter).filter((part) => !part.startsWith(folder))
  const script = process.env.npm_execpath
  const node = path.map((part) => join(part, 'node')).find((file) => existsSync(file))
  if (script?.endsWith('.js') && node) return { command: node, args: [script] }
  const found = path.map((part) => join(part, 'npm')).find((file) => existsSync(file))
  return { command: found ?? 'npm', args: [] }
}

if (process.argv[1] && import.meta.filename === process.argv[1]) {
  try {
    await ensureInstalled((line) => console.log(line))
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}
