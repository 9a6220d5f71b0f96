import { isDeepStrictEqual } from 'node:util'
import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import { actorLabel, type Context } from '#server/context.ts'
import type { Orm } from '#server/db/client.ts'
import { templateDrafts } from '#server/db/schema/templates.ts'
import type { Draft } from './draft.ts'
import { type saveDraftInput, sourceSchemas } from './schemas.ts'

/**
 * Whether the draft is what this very save made of the one it names: its answer was lost, and it came again. The template
 * is locked.
 */
export async function isStoredAlready(
  tx: Orm,
  { actor }: Context,
  draft: Draft,
  input: z.output<typeof saveDraftInput>,
): Promise<boolean> {
  const [row] = await tx
    .select({
      updatedBy: templateDrafts.updatedBy,
      createdAt: templateDrafts.createdAt,
      updatedAt: templateDrafts.updatedAt,
    })
    .from(templateDrafts)
    .where(eq(templateDrafts.templateKey, input.key))
  if (!row || row.updatedBy !== actorLabel(actor).actor) return false
  // With a save of anybody else between, its sender has not seen the draft as it is.
  const isNext =
    input.lockVersion > 0
      ? draft.lockVersion === input.lockVersion + 1
      : row.createdAt.getTime() === row.updatedAt.getTime() && -input.lockVersion === (draft.basedOn ?? 0)
  return isNext && saysNothingNew(draft, input)
}

function saysNothingNew(draft: Draft, input: z.output<typeof saveDraftInput>): boolean {
  const { template, kind, category, variables, locales } = draft
  const { name, description } = template
  const now = { name, description, kind, category, variables }
  const said = Object.entries(now).every(([field, value]) => {
    const sent = input[field as keyof typeof now]
    return sent === undefined || isDeepStrictEqual(sent, value)
  })
  const stored = new Map(locales.map(({ locale, source }) => [locale, source]))
  return (
    said &&
    (input.removed ?? []).every((locale) => !stored.has(locale)) &&
    (input.locales ?? []).every(({ locale, source }) =>
      isDeepStrictEqual(sourceSchemas[kind].safeParse(source).data, stored.get(locale)),
    )
  )
}
