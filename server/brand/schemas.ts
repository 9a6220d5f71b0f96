import { z } from 'zod'
import { brandTheme } from '#server/templates/sources.ts'

export const saveThemeInput = z.object({
  /** Of the theme that the author began from; 0: nobody saved one yet. */
  lockVersion: z.int().min(0),
  theme: brandTheme.extend({
    logo: brandTheme.shape.logo.refine(
      (logo) => logo == null || /^https?:\/\/\S+$/i.test(logo.url),
      'needs an address that begins with https://',
    ),
  }),
})
export type SaveThemeInput = z.input<typeof saveThemeInput>
