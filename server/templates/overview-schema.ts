import { z } from 'zod'
import { listTemplatesInput } from './schemas.ts'

export const overviewInput = z.object({
  /** A part of the key, the name or the description. */
  q: listTemplatesInput.shape.q,
  category: z.string().max(64).optional(),
  /** Archived ones too. */
  archived: z.boolean().default(false),
})
export type OverviewInput = z.input<typeof overviewInput>
