import { z } from 'zod'
import { language } from '#server/users/locality.ts'
import { templateKey, VERSION_MAX } from '../schemas.ts'

/** Of what a template is rendered with, as JSON, in characters. */
export const DATA_MAX = 256 * 1024

export const templateData = z
  .record(z.string(), z.unknown(), 'must be an object')
  .refine(
    (data) => JSON.stringify(data).length <= DATA_MAX,
    `must have at most ${DATA_MAX / 1024} KB as JSON`,
  )

/** Whom a mail that is only looked at is for; what is left out is the sample's. */
const recipient = z.object({
  name: z.string().max(200).nullable().optional(),
  email: z.string().max(320).optional(),
  timezone: z.string().max(64).nullable().optional(),
})

export const previewInput = z.object({
  key: templateKey,
  kind: z.enum(['plain', 'visual', 'code', 'git']),
  locale: language,
  source: z.record(z.string(), z.unknown(), 'must be an object'),
  variables: z.record(z.string(), z.unknown(), 'must be an object').nullable(),
  data: templateData,
  recipient: recipient.optional(),
})
export type PreviewInput = z.input<typeof previewInput>

export const renderVersionInput = z.object({
  key: templateKey,
  version: z.union([z.literal('draft'), z.int().min(1).max(VERSION_MAX)]),
  locale: language,
  data: templateData,
})
export type RenderVersionInput = z.input<typeof renderVersionInput>
