// Builds what changed: the e-mails into .build/emails, the web app into .next. `npm run build` builds in any case.
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled } from './install.js'
import { node24, root, runQuietly } from './node24.js'

const stamp = join(root, '.build', 'stamp')
const sources = [
  'app',
  'emails',
  'server',
  'public',
  'bin/build-emails.js',
  'next.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'postcss.config.mjs',
]

/**
 * Builds if the sources are not those of the last build. Throws an Error for people. `tell` gets a line before it
 * takes long.
 * @param {(line: string) => void} tell
 */
export async function ensureBuilt(tell) {
  const hash = hashOf(sources)
  const built = existsSync(join(root, '.next', 'BUILD_ID')) && existsSync(join(root, '.build', 'emails'))
  if (built && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return
  try {
    accessSync(root, constants.W_OK)
  } catch (error) {
    throw new Error(`${root} can't be written (${error.code}), and its sources are not built`)
  }
  tell('Building the web app …')
  const began = Date.now()
  rmSync(stamp, { force: true })
  await buildEmails()
  await step(['node_modules/next/dist/bin/next', 'build'], 'next build', { NODE_ENV: 'production' })
  mkdirSync(join(root, '.build'), { recursive: true })
  writeFileSync(stamp, hash)
  tell(`Built in ${Math.round((Date.now() - began) / 1000)} s`)
}

/** The e-mails alone: all that development needs beforehand. */
export async function buildEmails() {
  await step(['bin/build-emails.js'], 'Building the e-mails')
}

async function step(args, name, variables = {}) {
  const result = await runQuietly(node24(), args, { NEXT_TELEMETRY_DISABLED: '1', ...variables })
  if (result.stopped) process.exit(130)
  if (!result.ok) throw new Error(`${name} failed:\n${result.printed.trimEnd().slice(-4000)}`)
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
    rmSync(stamp, { force: true })
    await ensureBuilt((line) => console.log(line))
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}
