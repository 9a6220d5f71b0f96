// Compiles every template of emails/ (TSX) for Node, and lists them with a hash of their code. Those of emails/members/
// are compiled and not listed: with a link of a stranger's, nobody may have them sent as notifications.
// Usage: node bin/build-emails.js [--watch]
import { createHash } from 'node:crypto'
import { existsSync, watch } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/** Named as the template's key; `_…` and tests are not templates. */
const TEMPLATE = /^(?!_)[a-z0-9]+(-[a-z0-9]+)*\.tsx$/

/** The folder of mails to members. */
const UNLISTED = 'members'

/** What the template studio runs: modules of `_studio`, no templates. */
const STUDIO = '_studio'
const STUDIO_ENTRIES = [`${STUDIO}/visual.ts`]
const isListed = (output) => ![UNLISTED, STUDIO].includes(path.basename(path.dirname(output.path)))

/** `composeReactEmail` of the editor package also prettifies and makes a text: nobody here reads either. */
const unread = {
  name: 'unread',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^react-email$/ }, ({ importer, resolveDir }) =>
      /[\\/]@react-email[\\/]editor[\\/]/.test(importer)
        ? {
            path: path.join(
              resolveDir.split('node_modules')[0],
              'emails',
              STUDIO,
              'visual',
              'react-email.ts',
            ),
          }
        : undefined,
    ),
}

/** What a template file exports, and how one tells. */
const EXPORTS = {
  default: (value) => typeof value === 'function',
  props: (value) => typeof value?.safeParse === 'function',
  subject: (value) => typeof value === 'function',
  category: (value) => typeof value === 'string' && value !== '',
  description: (value) => typeof value === 'string' && value !== '',
  strings: (value) => typeof value?.subject === 'string',
  facts: (value) => typeof value === 'function',
}

/** @returns whether the file had to be written; readers never see half a file */
async function writeIfChanged(file, content) {
  const old = await readFile(file, 'utf8').catch(() => undefined)
  if (old === content) return false
  await writeFile(`${file}.${process.pid}.tmp`, content)
  await rename(`${file}.${process.pid}.tmp`, file)
  return true
}

async function listed(key, file, sourceHash, folder) {
  // The hash in the address makes a watching process load the new code.
  const template = await import(`${pathToFileURL(file).href}?${sourceHash}`)
  for (const [name, isRight] of Object.entries(EXPORTS)) {
    if (!isRight(template[name]))
      throw new Error(`emails/${key}.tsx: export "${name}" is missing or of a wrong kind`)
  }
  const { category, description, strings, facts } = template
  // Whom a mail is for and who sends it come from elsewhere, and are no data of an event's.
  const { recipient, app, ...sample } = template.default.PreviewProps
  return {
    ...{ key, file: path.basename(file), sourceHash, category, description },
    strings: Object.entries(strings).map(([name, text]) => ({ name, text })),
    facts: Object.keys(facts({ ...sample, recipient, app })),
    sample,
    code: await readFile(path.join(folder, `${key}.tsx`), 'utf8'),
  }
}

/** What runs beside an author's code in QuickJS, where nothing can be imported: React and all, in one script. */
async function buildSandbox(root, folder, outDir) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [path.join(folder, STUDIO, 'sandbox.ts')],
    outbase: folder,
    outdir: outDir,
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'browser',
    target: 'es2023',
    jsx: 'automatic',
    jsxDev: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
  })
  return outputFiles
}

/**
 * Bundles each template into one ESM file with its shared parts and React Email's components in it, so that
 * its hash changes exactly when what it renders may change. React and zod stay imports.
 *
 * @param {{ root: string, outDir?: string }} options `outDir` must lie inside `root`, where packages are found
 * @returns {Promise<{ key: string, file: string, sourceHash: string, category: string, description: string,
 *   strings: { name: string, text: string }[], facts: string[], sample: object, code: string }[]>} what `manifest.json` holds, sorted by key
 * @throws when a template does not compile or lacks an export
 */
export async function buildEmails({ root, outDir = path.join(root, '.build/emails') }) {
  const folder = path.join(root, 'emails')
  const names = (await readdir(folder, { recursive: true })).filter(
    (name) => TEMPLATE.test(path.basename(name)) && ['.', UNLISTED].includes(path.dirname(name)),
  )
  const studio = STUDIO_ENTRIES.filter((name) => existsSync(path.join(folder, name)))
  const sandbox = await buildSandbox(root, folder, outDir)
  const { outputFiles: forNode } = await build({
    absWorkingDir: root,
    entryPoints: [...names, ...studio].map((name) => path.join(folder, name)),
    outbase: folder,
    outdir: outDir,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    jsx: 'automatic',
    jsxDev: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    // Nothing else: a library kept outside is no longer trimmed to what is used (react-email: 1.6 MB against 20 KB).
    external: ['react', 'react/*', 'react-dom', 'react-dom/*', 'zod'],
    plugins: [unread],
    legalComments: 'none',
    logLevel: 'silent',
  })
  const outputFiles = [...forNode, ...sandbox]
  for (const name of [UNLISTED, STUDIO]) await mkdir(path.join(outDir, name), { recursive: true })
  for (const output of outputFiles) await writeIfChanged(output.path, output.text)
  const manifest = await Promise.all(
    outputFiles.filter(isListed).map((output) => {
      const sourceHash = createHash('sha256').update(output.text).digest('hex')
      return listed(path.basename(output.path, '.js'), output.path, sourceHash, folder)
    }),
  )
  manifest.sort((a, b) => (a.key < b.key ? -1 : 1))
  await writeIfChanged(path.join(outDir, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  const current = new Set(outputFiles.map((output) => path.relative(outDir, output.path)))
  const stale = (await readdir(outDir, { recursive: true })).filter(
    (name) => name.endsWith('.js') && !current.has(name),
  )
  await Promise.all(stale.map((name) => rm(path.join(outDir, name))))
  return manifest
}

async function run(root) {
  const started = performance.now()
  try {
    const manifest = await buildEmails({ root })
    console.log(`${manifest.length} e-mail templates built in ${Math.round(performance.now() - started)} ms`)
    return true
  } catch (error) {
    console.error(`The e-mail templates were not built: ${error instanceof Error ? error.message : error}`)
    return false
  }
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
  const built = await run(root)
  if (process.argv.includes('--watch')) {
    let timer
    watch(path.join(root, 'emails'), { recursive: true }, () => {
      clearTimeout(timer)
      timer = setTimeout(() => run(root), 50)
    })
  } else if (!built) {
    process.exitCode = 1
  }
}
