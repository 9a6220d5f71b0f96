import { eq } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { brandThemes } from '#server/db/schema/templates.ts'
import { type BrandTheme, brandTheme } from './sources.ts'

/** The look that templates are compiled with now; its defaults where nobody chose one. */
export async function currentTheme(orm: Orm): Promise<BrandTheme> {
  const [row] = await orm.select({ theme: brandThemes.theme }).from(brandThemes).where(eq(brandThemes.id, 1))
  return brandTheme.parse(row?.theme ?? {})
}
