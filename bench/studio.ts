// `npm run bench:studio`: the studio's editor page in Chromium, against the built product: first load beside that of a
// list, typing beside an empty text field, and how long a keystroke takes to reach the preview.
import { type Browser, chromium, expect, type Page } from '@playwright/test'
import { findBrowser } from '../bin/browser.js'
import { ensureBuilt } from '../bin/build.js'
import { Product } from '../e2e/product.ts'
import { median, option, percentile, printTable, show } from './figures.ts'

const rounds = option('rounds', 5)
const keys = option('keys', 60)

interface Load {
  ready: number
  scriptsKb: number
}

type Timing = { typed: number[]; previewed: number[] }
declare global {
  interface Window {
    timing: Timing
    timed: number
  }
}

const WORDS = 10
const HEAD =
  "import { Body, Html, Text } from 'react-email'\nexport default () => <Html><Body><Text>Some words "
const TAIL = '</Text></Body></Html>'
const EDITOR = '.ProseMirror, .cm-content'
const pages = [
  { name: 'notifications', path: '/admin/notifications', ready: 'main button' },
  { name: 'templates', path: '/admin/templates', ready: 'main table' },
  { name: 'studio, visual', path: '/admin/templates/bench-visual', ready: EDITOR },
  { name: 'studio, code', path: '/admin/templates/bench-code', ready: EDITOR },
]

const executablePath = await findBrowser((line: string) => console.log(line))
await ensureBuilt((line: string) => console.log(line))
const product = await Product.start()
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await product.signIn(page, '/admin')
  for (const kind of ['visual', 'code'] as const) await create(page, kind)
  const session = await context.storageState()

  const loads = new Map<string, Load[]>(pages.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, path, ready } of pages) {
      loads.get(name)?.push(await firstLoad(browser, session, path, ready))
    }
  }
  printTable(
    ['first load, nothing cached', 'ready after ms', 'scripts kB (compressed)'],
    [...loads].map(([name, all]) => [
      name,
      show(median(all.map(({ ready }) => ready))),
      show(median(all.map(({ scriptsKb }) => scriptsKb))),
    ]),
  )

  const rows: string[][] = []
  await page.goto('about:blank')
  await page.setContent('<textarea autofocus style="width:60em;height:30em"></textarea>')
  rows.push(['an empty text field', ...(await typing(page, 'textarea'))])
  for (const kind of ['visual', 'code'] as const) {
    await page.goto(`${product.url}/admin/templates/bench-${kind}`)
    await page.locator(EDITOR).first().waitFor()
    rows.push([`studio, ${kind}`, ...(await typing(page, EDITOR))])
  }
  console.log('')
  printTable(
    ['typing', 'keydown to paint: median ms', 'p95 ms', 'keystroke to preview: median ms', 'p95 ms'],
    rows,
  )
} finally {
  await browser.close()
  await product.stop()
}

async function create(page: Page, kind: 'visual' | 'code'): Promise<void> {
  const input = { key: `bench-${kind}`, name: `Bench ${kind}`, kind, category: 'orders', locale: 'en' }
  const response = await page.request.post(`${product.url}/api/trpc/templates.create`, {
    data: { json: input },
    headers: { origin: product.url },
  })
  if (!response.ok()) throw new Error(await response.text())
}

async function firstLoad(
  from: Browser,
  storageState: Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>,
  path: string,
  ready: string,
): Promise<Load> {
  const context = await from.newContext({ storageState, viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Network.enable')
  const scripts = new Set<string>()
  let bytes = 0
  cdp.on('Network.responseReceived', ({ requestId, type }) => type === 'Script' && scripts.add(requestId))
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength
  })
  const began = performance.now()
  await page.goto(`${product.url}${path}`, { waitUntil: 'commit' })
  await page.locator(ready).first().waitFor()
  const taken = performance.now() - began
  await page.waitForLoadState('networkidle')
  await context.close()
  return { ready: taken, scriptsKb: bytes / 1024 }
}

/** Types, one key each 120 ms; then words with a pause after each, until the preview shows another document. */
async function typing(page: Page, selector: string): Promise<string[]> {
  await page.evaluate(() => {
    window.timing = { typed: [], previewed: [] }
    window.timed = 0
    document.addEventListener(
      'keydown',
      () => {
        const at = performance.now()
        window.timed = at
        // After the frame that shows the key: the next task once it was drawn.
        requestAnimationFrame(() => setTimeout(() => window.timing.typed.push(performance.now() - at)))
      },
      true,
    )
    document.addEventListener(
      'load',
      (event) => {
        if (event.target instanceof HTMLIFrameElement && window.timed > 0) {
          window.timing.previewed.push(performance.now() - window.timed)
          window.timed = 0
        }
      },
      true,
    )
  })
  const field = page.locator(selector).first()
  await field.click()
  await page.keyboard.press('Control+End')
  if ((await field.getAttribute('class'))?.includes('cm-content')) {
    // What is typed must stay a template: it goes into a text of it.
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText(HEAD + TAIL)
    for (let i = 0; i < TAIL.length; i += 1) await page.keyboard.press('ArrowLeft')
  } else await page.keyboard.press('Enter')
  await page.evaluate(() => {
    window.timing.typed = []
  })
  await page.keyboard.type('lorem ipsum dolor sit amet '.repeat(20).slice(0, keys), { delay: 120 })
  const previews: number[] = []
  if (selector === EDITOR) {
    await page.waitForFunction(() => window.timed === 0, null, { timeout: 15_000 })
    await settled(page)
    for (let word = 0; word < WORDS; word += 1) {
      await page.evaluate(() => {
        window.timing.previewed.length = 0
        window.timed = 0
      })
      await page.keyboard.type('x')
      await page.waitForFunction(() => window.timing.previewed.length > 0, null, { timeout: 15_000 })
      previews.push(await page.evaluate(() => window.timing.previewed[0] ?? Number.NaN))
      await settled(page)
    }
  }
  const { typed } = await page.evaluate(() => window.timing)
  return [typed, previews].flatMap((values) =>
    values.length > 0 ? [show(median(values)), show(percentile(values, 0.95))] : ['–', '–'],
  )
}

/** Until what was typed is saved, the checks shown are of it, and the page has nothing more to do. */
async function settled(page: Page): Promise<void> {
  const patience = { timeout: 30_000 }
  await expect(page.getByRole('status').filter({ hasText: /^Saved/ })).toBeVisible(patience)
  const checks = page.getByRole('region', { name: 'Checks' }).getByRole('status').first()
  await expect(checks).toHaveText(/^(?!.*(checking|older draft)).+/, patience)
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
}
