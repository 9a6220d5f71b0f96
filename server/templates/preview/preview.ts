import { authorise, type Context } from '#server/context.ts'
import type { TemplateSource } from '#server/db/schema/templates.ts'
import { parse } from '#server/parse.ts'
import { variablesSchema } from '../compile/declared.ts'
import { currentTheme } from '../current-theme.ts'
import { sourceSchemas } from '../drafts/schemas.ts'
import { type Preview, type PreviewDeps, renderPreview } from './render.ts'
import { type PreviewInput, previewInput } from './schemas.ts'

/**
 * What is being written, compiled and put together with data; nothing is stored. What is wrong with it stands in
 * `problems` and `missing`. Throws `forbidden` or `bad_input`.
 */
export async function previewTemplate(ctx: Context, deps: PreviewDeps, raw: PreviewInput): Promise<Preview> {
  authorise(ctx.actor, 'templates')
  const { variables, source, ...input } = parse(previewInput, raw)
  return renderPreview(deps, {
    ...input,
    source: parse(sourceSchemas[input.kind], source, 'source') as TemplateSource,
    variables: variables === null ? null : parse(variablesSchema, variables, 'variables'),
    theme: await currentTheme(ctx.db.orm),
  })
}
