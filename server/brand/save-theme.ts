import { and, eq, sql } from 'drizzle-orm'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { brandThemes } from '#server/db/schema/templates.ts'
import { DomainError } from '#server/errors.ts'
import { parse } from '#server/parse.ts'
import { getTheme, type TheTheme } from './get-theme.ts'
import { savedTheme, THEME_ID } from './saved-theme.ts'
import { type SaveThemeInput, saveThemeInput } from './schemas.ts'

/**
 * Saves the look; what is published keeps its own until it is published again. Throws `forbidden`, `bad_input`, or
 * `conflict` when somebody else saved since the author began, and says who and when.
 */
export async function saveTheme(ctx: Context, raw: SaveThemeInput): Promise<TheTheme> {
  authorise(ctx.actor, 'templates')
  const { lockVersion, theme } = parse(saveThemeInput, raw)
  const label = actorLabel(ctx.actor)
  const now = ctx.clock.now()
  await ctx.db.orm.transaction(async (tx) => {
    const values = { theme, updatedByName: label.actorName, updatedAt: now }
    const saved =
      lockVersion === 0
        ? await tx
            .insert(brandThemes)
            .values({ id: THEME_ID, lockVersion: 1, ...values })
            .onConflictDoNothing()
            .returning({ id: brandThemes.id })
        : await tx
            .update(brandThemes)
            .set({ ...values, lockVersion: sql`${brandThemes.lockVersion} + 1` })
            .where(and(eq(brandThemes.id, THEME_ID), eq(brandThemes.lockVersion, lockVersion)))
            .returning({ id: brandThemes.id })
    if (saved.length === 0) {
      const there = await savedTheme(tx)
      const who = there?.updatedByName ?? 'Somebody'
      const when = there ? ` at ${there.updatedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC` : ''
      throw new DomainError('conflict', `${who} has saved the brand theme${when}. Nothing was overwritten.`)
    }
    const audited = { ...label, action: 'brand.save', targetId: 'theme', detail: {}, at: now }
    await tx.insert(auditLog).values({ id: newId(), ...audited })
  })
  return getTheme(ctx)
}
