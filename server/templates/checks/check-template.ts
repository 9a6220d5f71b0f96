import { authorise, type Context } from '#server/context.ts'
import { parse } from '#server/parse.ts'
import type { App } from '#server/rendering/render-email.ts'
import { loadDraft } from '../drafts/draft.ts'
import type { Check } from './check.ts'
import { checkDraft } from './check-draft.ts'
import { type TemplateKeyInput, templateKeyInput } from './schemas.ts'

export interface TemplateChecks {
  /** Of the draft that was checked (`Draft.lockVersion`). */
  lockVersion: number
  checks: Check[]
  errors: number
  warnings: number
  ranAt: Date
}

/** Checks the template's draft as it is saved. Throws `forbidden`, `bad_input` or `not_found`. */
export async function checkTemplate(
  { db, clock, actor }: Context,
  { app }: { app: App },
  raw: TemplateKeyInput,
): Promise<TemplateChecks> {
  authorise(actor, 'templates')
  const { key } = parse(templateKeyInput, raw)
  const draft = await loadDraft(db.orm, key)
  const { checks, errors, warnings } = await checkDraft(db.orm, app, draft)
  return { lockVersion: draft.lockVersion, checks, errors, warnings, ranAt: clock.now() }
}
