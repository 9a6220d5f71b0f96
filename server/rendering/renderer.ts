import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { eq } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { getDatabase } from '#server/db/pools.ts'
import { templates } from '#server/db/schema/templates.ts'
import { getEnv } from '#server/env.ts'
import { noTemplate } from '#server/templates/missing.ts'
import { createCompiledRenderer } from './compiled-templates.ts'
import type { App, Renderer } from './render-email.ts'

/** So many keys are remembered by their kind, which never changes. */
const KEPT = 5_000

/**
 * Loaded by Node itself, also where this module is in a bundle of Next's: React and the built templates that it renders
 * are in none. By the folder that every process starts in, since a bundler follows `import.meta.url`.
 */
async function loadGitRenderer(): Promise<typeof import('./git-templates.ts')> {
  const file = join(process.cwd(), 'server', 'rendering', 'git-templates.ts')
  return import(/* turbopackIgnore: true */ pathToFileURL(file).href)
}

/** Renders every template by its kind: those of git by React, all others from what was compiled when published. */
export async function createRenderer(orm: Orm, app: App): Promise<Renderer> {
  const { createGitRenderer } = await loadGitRenderer()
  const renderers = { git: await createGitRenderer(orm, app), plain: createCompiledRenderer(orm, app) }
  const kinds = new Map<string, keyof typeof renderers>()

  async function kindOf(key: string): Promise<keyof typeof renderers> {
    const [row] = await orm.select({ kind: templates.kind }).from(templates).where(eq(templates.key, key))
    if (!row) throw noTemplate(key)
    if (kinds.size >= KEPT) kinds.clear()
    kinds.set(key, row.kind)
    return row.kind
  }

  return async (input) => {
    const kind = kinds.get(input.templateKey) ?? (await kindOf(input.templateKey))
    return renderers[kind](input)
  }
}

const holderKey = Symbol.for('posthorn.renderer')
const holder = globalThis as { [holderKey]?: Promise<Renderer> }

/** The process's renderer, for those who look at a template. */
export function getRenderer(): Promise<Renderer> {
  if (!holder[holderKey]) {
    const made = createRenderer(getDatabase().orm, { name: 'Posthorn', url: getEnv().appUrl })
    holder[holderKey] = made
    made.catch(() => delete holder[holderKey])
  }
  return holder[holderKey]
}
