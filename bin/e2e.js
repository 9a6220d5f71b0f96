// `npm run test:e2e`: Playwright against the production build in a real Chromium. Arguments go to Playwright.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './install.js'
import { isNode24, root, runOnNode24 } from './node24.js'

const tell = (line) => console.log(line)
const args = process.argv.slice(2)

async function main() {
  const installed = await ensureInstalled(tell)
  if (installed || !isNode24) return await runOnNode24([fileURLToPath(import.meta.url), ...args])
  const { findBrowser } = await import('./browser.js')
  const { ensureBuilt } = await import('./build.js')
  const browser = await findBrowser(tell)
  await ensureBuilt(tell)
  const child = spawn(
    process.execPath,
    [join(root, 'node_modules/@playwright/test/cli.js'), 'test', ...args],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, PLAYWRIGHT_CHROMIUM: browser },
    },
  )
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  return await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}

try {
  process.exit(await main())
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
