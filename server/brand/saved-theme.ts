import { eq } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { brandThemes } from '#server/db/schema/templates.ts'

/** There is one row. */
export const THEME_ID = 1

/** The theme that was saved last; null: none was. */
export async function savedTheme(orm: Orm): Promise<typeof brandThemes.$inferSelect | null> {
  const [row] = await orm.select().from(brandThemes).where(eq(brandThemes.id, THEME_ID))
  return row ?? null
}
