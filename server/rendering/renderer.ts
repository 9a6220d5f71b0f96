import { eq } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { templates } from '#server/db/schema/templates.ts'
import { createCompiledRenderer } from './compiled-templates.ts'
import { createGitRenderer } from './git-templates.ts'
import { type App, noTemplate, type Renderer } from './render-email.ts'

/** So many keys are remembered by their kind, which never changes. */
const KEPT = 5_000

/** Renders every template by its kind: those of git by React, all others from what was compiled when published. */
export async function createRenderer(orm: Orm, app: App): Promise<Renderer> {
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
