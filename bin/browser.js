// Finds a Chromium for the end-to-end tests, or gets one; nobody has to install anything by hand.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { root, runQuietly } from './node24.js'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const macApps = ['Google Chrome', 'Chromium'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
)

/**
 * Answers the path of a Chromium that runs here: PLAYWRIGHT_CHROMIUM, an installed one, Playwright's own, npm's
 * `@sparticuz/chromium`, else it lets Playwright or, as root, apt-get install one. Throws an Error for people.
 * @param {(line: string) => void} tell gets a line before it takes long
 */
export async function findBrowser(tell) {
  const given = process.env.PLAYWRIGHT_CHROMIUM
  if (given && !runs(given)) throw new Error(`PLAYWRIGHT_CHROMIUM: ${given} does not run`)
  if (given) return given
  return installed() ?? (await playwrights()) ?? (await npms(tell)) ?? (await fetched(tell))
}

function installed() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const files = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  return [...files, ...macApps].find((file) => existsSync(file) && runs(file))
}

async function playwrights() {
  const { chromium } = await import('@playwright/test')
  const path = chromium.executablePath()
  return existsSync(path) && runs(path) ? path : null
}

/** Unpacks the one that npm brought, with the libraries that a bare system lacks, below .build. */
async function npms(tell) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  const folder = join(root, '.build', 'browser')
  const wrapper = join(folder, 'run')
  if (existsSync(wrapper) && runs(wrapper)) return wrapper
  tell('Unpacking Chromium …')
  mkdirSync(folder, { recursive: true })
  // It unpacks into the system's temporary folder, and its libraries only where it believes to be in a Lambda.
  const variables = { TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' }
  const code = `const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath()`
  const unpacked = await runQuietly(process.execPath, ['--input-type=module', '-e', code], variables)
  if (!unpacked.ok) return null
  const setting = `LD_LIBRARY_PATH='${folder}/al2023/lib' FONTCONFIG_PATH='${folder}/fonts'`
  writeFileSync(wrapper, `#!/bin/sh\n${setting} exec '${folder}/chromium' "$@"\n`, { mode: 0o755 })
  return runs(wrapper) ? wrapper : null
}

async function fetched(tell) {
  tell('Installing Chromium …')
  const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js')
  const byPlaywright = await runQuietly(process.execPath, [cli, 'install', '--with-deps', 'chromium'])
  const own = byPlaywright.ok ? await playwrights() : null
  if (own) return own
  if (process.getuid?.() === 0) {
    await runQuietly('apt-get', ['update', '-q'])
    await runQuietly('apt-get', ['install', '-q', '-y', 'chromium'], { DEBIAN_FRONTEND: 'noninteractive' })
    const system = installed()
    if (system) return system
  }
  throw new Error(
    'There is no Chromium and none could be installed; set PLAYWRIGHT_CHROMIUM to the path of one',
  )
}

/** Snap stubs and browsers that lack libraries are there and yet don't run. */
function runs(file) {
  return spawnSync(file, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0
}
