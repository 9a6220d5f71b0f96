import { isDeepStrictEqual } from 'node:util'
import { authorise, type Context } from '#server/context.ts'
import { parse } from '#server/parse.ts'
import { forgetEventTypes } from './api-event-types.ts'
import { definitionOf } from './definition.ts'
import { lockVersion } from './locked.ts'
import { requireTemplate } from './require-template.ts'
import { type SaveWorkflowInput, saveWorkflowInput } from './schemas.ts'
import { writeNextVersion } from './write-version.ts'

/**
 * Saves a workflow as its next version; what is the same makes none. It holds for what is planned from then on. Throws
 * `forbidden`, `bad_input`, `not_found`, `conflict` when somebody else has saved since, naming who and when, or
 * `unprocessable` when there is no such template.
 */
export async function saveWorkflow(ctx: Context, raw: SaveWorkflowInput): Promise<{ version: number }> {
  authorise(ctx.actor, 'admin')
  const { key, version, definition, note } = parse(saveWorkflowInput, raw)
  const saved = await ctx.db.orm.transaction(async (tx) => {
    const row = await lockVersion(tx, key, version)
    if (isDeepStrictEqual(definitionOf(row), definition)) return { version }
    await requireTemplate(tx, definition.templateKey)
    return { version: await writeNextVersion(tx, ctx, row, definition, { note: note ?? null }) }
  })
  forgetEventTypes()
  return saved
}
