import type { BrandTheme } from '#server/templates/sources.ts'

/** A part of the theme's form. */
export interface BrandFieldsProps {
  theme: BrandTheme
  onChange: (part: Partial<BrandTheme>) => void
  readOnly: boolean
}
