import { z } from 'zod'
import { brandTheme } from '#server/templates/sources.ts'

const theme = brandTheme.extend({
  logo: brandTheme.shape.logo.refine(
    (logo) => logo == null || /^https?:\/\/\S+$/i.test(logo.url),
    'needs an address that begins with https://',
  ),
})

export const saveThemeInput = z.object({
  /** Of the theme that the author began from; 0: nobody saved one yet. */
  lockVersion: z.int().min(0),
  theme,
})
export type SaveThemeInput = z.input<typeof saveThemeInput>

export const brandSampleInput = z.object({ theme })
export type BrandSampleInput = z.input<typeof brandSampleInput>
