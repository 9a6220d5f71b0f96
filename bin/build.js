// Builds what changed: the e-mails into .build/emails, the web app into .next. `npm run build` builds in any case.
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled } from './install.js'
import { node24, root, runQuietly } from './node24.js'

const emails = {
  title: 'the e-mails',
  command: ['bin/build-emails.js'],
  result: '.build/emails/manifest.json',
  stamp: join(root, '.build', 'emails-stamp'),
  sources: ['emails', 'bin/build-emails.js', 'package-lock.json'],
}
const web = {
  title: 'the web app',
  command: ['node_modules/next/dist/bin/next', 'build'],
  result: '.next/BUILD_ID',
  stamp: join(root, '.build', 'stamp'),
  sources: [
    ...['app', 'emails', 'server', 'public', 'next.config.ts', 'postcss.config.mjs'],
    ...['package.json', 'package-lock.json', 'tsconfig.json'],
  ],
}
const lock = join(root, '.build', 'lock')

/**
 * Builds if the sources are not those of the last build; a worker needs the e-mails alone. Throws an Error for people.
 * `tell` gets a line before it takes long.
 * @param {(line: string) => void} tell
 * @param {{ webToo?: boolean }} [options]
 */
export async function ensureBuilt(tell, { webToo = true } = {}) {
  const parts = webToo ? [emails, web] : [emails]
  if (parts.every(isBuilt)) return
  assertWritable()
  mkdirSync(join(root, '.build'), { recursive: true })
  await takeLock(tell)
  try {
    for (const part of parts) if (!isBuilt(part)) await build(part, tell)
  } finally {
    rmSync(lock, { force: true })
  }
}

const isBuilt = ({ result, stamp, sources }) =>
  existsSync(join(root, result)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hashOf(sources)

async function build({ title, command, stamp, sources }, tell) {
  const hash = hashOf(sources)
  const began = Date.now()
  tell(`Building ${title} …`)
  rmSync(stamp, { force: true })
  const result = await runQuietly(node24(), command, { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' })
  if (result.stopped) {
    rmSync(lock, { force: true })
    process.exit(130)
  }
  if (!result.ok) throw new Error(`Building ${title} failed:\n${result.printed.trimEnd().slice(-4000)}`)
  writeFileSync(stamp, hash)
  tell(`Built in ${((Date.now() - began) / 1000).toFixed(1)} s`)
}

/** Two starts at the same time (web and worker) build once: the second waits and finds it done. */
async function takeLock(tell) {
  // Written elsewhere and linked, so that nobody ever sees it without its pid.
  const own = `${lock}.${process.pid}`
  for (let waiting = false; ; waiting = true) {
    try {
      writeFileSync(own, String(process.pid))
      linkSync(own, lock)
      return
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    } finally {
      rmSync(own, { force: true })
    }
    if (!isAlive(Number(readOrEmpty(lock)))) rmSync(lock, { force: true })
    else {
      if (!waiting) tell('Waiting for another start that is building …')
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }
}

/** A pid that is our own was left by a container's last run. */
function isAlive(pid) {
  if (!pid || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function readOrEmpty(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function assertWritable() {
  try {
    accessSync(root, constants.W_OK)
  } catch (error) {
    throw new Error(`${root} can't be written (${error.code}), and its sources are not built`)
  }
}

/** One hash over the contents of files and folders, tests left out. */
function hashOf(paths) {
  const hash = createHash('sha256').update(process.platform)
  const add = (path) => {
    const full = join(root, path)
    if (!existsSync(full)) return
    const entries = readdirOrNull(full)
    if (entries) for (const name of entries.sort()) add(`${path}/${name}`)
    else if (!/\.test\.tsx?$/.test(path))
      hash.update(path).update('\0').update(readFileSync(full)).update('\0')
  }
  for (const path of paths) add(path)
  return hash.digest('hex')
}

function readdirOrNull(path) {
  try {
    return readdirSync(path)
  } catch (error) {
    if (error.code === 'ENOTDIR') return null
    throw error
  }
}

if (import.meta.filename === process.argv[1]) {
  try {
    await ensureInstalled((line) => console.log(line))
    for (const { stamp } of [emails, web]) rmSync(stamp, { force: true })
    await ensureBuilt((line) => console.log(line))
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}
