import { eq } from 'drizzle-orm'
import type { Context } from '#server/context.ts'
import { templateDrafts, templates } from '#server/db/schema/templates.ts'
import { compiledDraft } from '#server/templates/compiled-draft.ts'
import { createTemplate } from '#server/templates/create.ts'
import { currentTheme } from '#server/templates/current-theme.ts'
import { loadDraft } from '#server/templates/drafts/draft.ts'
import { saveDraft } from '#server/templates/drafts/save.ts'
import { saveFixture } from '#server/templates/fixtures/save.ts'
import { insertVersion, lockAnyTemplate } from '#server/templates/next-version.ts'
import type { DemoTemplate } from './demo/demo-template.ts'
import { invoice } from './demo/invoice.ts'
import { orderShipped } from './demo/order-shipped.ts'

/** Publishes the demo templates (`POSTHORN_DEMO`) whose keys are free, with fixtures to look at them with. */
export async function seedDemoTemplates(ctx: Context): Promise<void> {
  for (const demo of [orderShipped, invoice]) {
    if ((await ctx.db.orm.$count(templates, eq(templates.key, demo.key))) === 0) await seed(ctx, demo)
  }
}

async function seed(ctx: Context, demo: DemoTemplate): Promise<void> {
  const { key, name, description, kind, category, variables, locales, fixtures } = demo
  await createTemplate(ctx, { key, name, kind, category, locale: locales[0]?.locale ?? 'en' })
  for (const fixture of fixtures) await saveFixture(ctx, { key, ...fixture })
  const { orm } = ctx.db
  const { lockVersion } = await loadDraft(orm, key)
  await saveDraft(ctx, { key, lockVersion, description, variables, locales })
  // The checks take seconds when they run first, and a start does not wait for them: a test holds these to them.
  const draft = await loadDraft(orm, key)
  const compiled = await compiledDraft(draft, await currentTheme(orm))
  await orm.transaction(async (tx) => {
    const locked = await lockAnyTemplate(tx, key)
    await insertVersion(tx, ctx, locked, {
      ...{ kind, variables: draft.variables, locales: compiled.locales, restores: null },
      note: 'A template to try things with',
    })
    await tx.delete(templateDrafts).where(eq(templateDrafts.templateKey, key))
  })
}
