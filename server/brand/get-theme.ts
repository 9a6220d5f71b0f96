import { authorise, type Context } from '#server/context.ts'
import { type BrandTheme, brandTheme } from '#server/templates/sources.ts'
import { outdatedTemplates } from './outdated.ts'
import { savedTheme } from './saved-theme.ts'

export interface TheTheme {
  theme: BrandTheme
  /** 0: nobody saved one yet, and it is ours. */
  lockVersion: number
  updatedAt: Date | null
  updatedByName: string | null
  /** So many published templates of the studio have an older look. */
  outdated: number
}

/** The look that the studio's templates share. Throws `forbidden`. */
export async function getTheme({ db, actor }: Context): Promise<TheTheme> {
  authorise(actor, 'read')
  const saved = await savedTheme(db.orm)
  return {
    theme: brandTheme.parse(saved?.theme ?? {}),
    lockVersion: saved?.lockVersion ?? 0,
    updatedAt: saved?.updatedAt ?? null,
    updatedByName: saved?.updatedByName ?? null,
    outdated: (await outdatedTemplates(db.orm)).length,
  }
}
