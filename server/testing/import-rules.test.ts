import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthorn-imports-'))
  for (const file of ['.dependency-cruiser.cjs', 'package.json', 'tsconfig.json']) {
    await cp(join(root, file), join(folder, file))
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The rules that a tree of these files breaks. */
async function broken(files: Record<string, string>): Promise<string[]> {
  for (const name of ['app', 'server', 'emails'])
    await rm(join(folder, name), { recursive: true, force: true })
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  const cli = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const args = [
    cli,
    ...new Set(Object.keys(files).map((path) => path.split('/')[0] ?? '')),
    '--output-type',
    'json',
  ]
  const output = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [...args, '--config', '.dependency-cruiser.cjs'],
      { cwd: folder },
      (_error, stdout) => resolve(stdout),
    )
  })
  const { summary } = JSON.parse(output) as {
    summary: { violations: { rule: { name: string; severity: string } }[] }
  }
  return [...new Set(summary.violations.map(({ rule }) => `${rule.severity} ${rule.name}`))].sort()
}

const value = 'export const value = 1\n'
const importing = (path: string) => `import { value } from '${path}'\nexport const other = value\n`

test('a tree that keeps the rules breaks none', async () => {
  expect(
    await broken({ 'server/http/a.ts': importing('#server/users/verb.ts'), 'server/users/verb.ts': value }),
  ).toEqual([])
})

const planted: [rule: string, from: string, to: string][] = [
  ['adapters-never-import-each-other', 'server/http/a.ts', 'server/trpc/b.ts'],
  ['verbs-never-import-adapters', 'server/users/verb.ts', 'server/worker/b.ts'],
  ['foundations-import-no-domain', 'server/db/a.ts', 'server/users/verb.ts'],
  ['emails-know-nothing-of-the-server', 'emails/a.tsx', 'server/env.ts'],
  ['server-knows-nothing-of-pages', 'server/users/verb.ts', 'app/admin/b.ts'],
  ['primitives-have-no-data-access', 'app/_components/ui/a.tsx', 'app/_trpc/b.ts'],
  ['client-components-take-types-and-schemas-only', 'app/admin/users/table.tsx', 'server/users/verb.ts'],
  ['testing-is-for-tests', 'server/users/verb.ts', 'server/testing/b.ts'],
]

test.each(planted)('a planted import breaks %s', async (rule, from, to) => {
  const specifier = to.replace(/^(app|server)\//, '#$1/')
  const path = to.startsWith('emails/') ? `../${to}` : specifier
  expect(await broken({ [from]: importing(path), [to]: value })).toContain(`error ${rule}`)
})

test('a planted cycle and an import of nothing break their rules', async () => {
  expect(
    await broken({
      'server/users/a.ts': importing('./b.ts'),
      'server/users/b.ts': `import { other } from './a.ts'\nexport const value = () => other\n`,
      'server/users/c.ts': importing('./gone.ts'),
    }),
  ).toEqual(expect.arrayContaining(['error no-cycles', 'error no-unresolved']))
})
