import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { and, eq } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { getDatabase } from '#server/db/pools.ts'
import { type TemplateKind, templateVersions } from '#server/db/schema/templates.ts'
import { getEnv } from '#server/env.ts'
import { type RecipientLink, recipientLinks } from '#server/recipients/link.ts'
import { noTemplate } from '#server/templates/missing.ts'
import { createCompiledRenderer } from './compiled-templates.ts'
import type { App, Renderer } from './render-email.ts'

/** Of so many versions the kind is remembered; it never changes. */
const KEPT = 5_000

/**
 * Loaded by Node itself, also where this module is in a bundle of Next's: React and the built templates that it renders
 * are in none. By the folder that every process starts in, since a bundler follows `import.meta.url`.
 */
async function loadGitRenderer(): Promise<typeof import('./git-templates.ts')> {
  const file = join(process.cwd(), 'server', 'rendering', 'git-templates.ts')
  return import(/* turbopackIgnore: true */ pathToFileURL(file).href)
}

/** Renders every version by its kind: those of git by React, all others from what was compiled when published. */
export async function createRenderer(orm: Orm, app: App, link: RecipientLink): Promise<Renderer> {
  const { createGitRenderer } = await loadGitRenderer()
  const git = await createGitRenderer(orm, app)
  const compiled = createCompiledRenderer(orm, app, link)
  const kinds = new Map<string, TemplateKind>()

  async function kindOf(key: string, version: number): Promise<TemplateKind> {
    const id = `${version} ${key}`
    const known = kinds.get(id)
    if (known) return known
    const [row] = await orm
      .select({ kind: templateVersions.kind })
      .from(templateVersions)
      .where(and(eq(templateVersions.templateKey, key), eq(templateVersions.version, version)))
    if (!row) throw noTemplate(key)
    if (kinds.size >= KEPT) kinds.clear()
    kinds.set(id, row.kind)
    return row.kind
  }

  return async (input) => {
    const kind = await kindOf(input.templateKey, input.templateVersion)
    return kind === 'git' ? git(input) : compiled(input)
  }
}

const holderKey = Symbol.for('posthorn.renderer')
const holder = globalThis as { [holderKey]?: Promise<Renderer> }

/** The process's renderer, for those who look at a template. */
export function getRenderer(): Promise<Renderer> {
  if (!holder[holderKey]) {
    const { appUrl: url, access } = getEnv()
    if (!access.appSecret) throw new Error('APP_SECRET is not set in this process')
    const link = recipientLinks(url, access.appSecret)
    const made = createRenderer(getDatabase().orm, { name: 'Posthorn', url }, link)
    holder[holderKey] = made
    made.catch(() => delete holder[holderKey])
  }
  return holder[holderKey]
}
