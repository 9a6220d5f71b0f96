import { z } from 'zod'
import type { TemplateSource } from '#server/db/schema/templates.ts'
import { compiledSchema } from '../compile/format.ts'

/** What a backtest keeps of the draft that it began with, and which payloads it renders. */
export const snapshotSchema = z.object({
  kind: z.enum(['git', 'plain', 'visual', 'code']),
  locales: z.array(
    z.object({
      locale: z.string(),
      source: z.custom<TemplateSource>((value) => typeof value === 'object' && value !== null),
      compiled: compiledSchema.nullable(),
    }),
  ),
  /** Paths of the draft's sensitive variables. */
  sensitive: z.array(z.array(z.string())),
  /** Newest first. */
  notificationIds: z.array(z.uuid()),
})
export type Snapshot = z.infer<typeof snapshotSchema>
