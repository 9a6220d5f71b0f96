import { z } from 'zod'
import type { SourceAuth, SourceMapping } from '#server/db/schema/sources.ts'
import { signingKey } from '#server/ingest/signature.ts'
import { oneLine } from '#server/one-line.ts'
import { parsePath } from './paths.ts'

/** Paths of `/webhook/…` that are Posthorn's own. */
const reserved: readonly string[] = ['events', 'resend', 'bounce']

const CLEAN = /^\P{Cc}*$/u
const clean = (text: string) => CLEAN.test(text) && text.isWellFormed()

const path = z
  .string()
  .trim()
  .refine(
    (text) => text.length <= 200 && clean(text) && parsePath(text) !== null,
    'is no path: names with dots between them, [0] for a place in a list, such as data.items[0].sku',
  )

/** Where the fields of an event are found in a body. Nothing for a field: it is found by the contract's *Normalising*. */
export const sourceMapping = z.strictObject({
  eventType: z
    .strictObject({ path: path.optional(), value: oneLine(200).optional() })
    .transform(({ path: at, value }, check): { path: string } | { value: string } => {
      if (at !== undefined && value === undefined) return { path: at }
      if (value !== undefined && at === undefined) return { value }
      check.addIssue('has either a path or a value')
      return z.NEVER
    })
    .exactOptional(),
  recipient: path.exactOptional(),
  customerId: path.exactOptional(),
  runnerId: path.exactOptional(),
  orderId: path.exactOptional(),
  correlationId: path.exactOptional(),
  sourceService: path.exactOptional(),
}) satisfies z.ZodType<SourceMapping, unknown>

const auth = z.enum(['signature', 'key', 'open'] satisfies SourceAuth[])
const rateLimit = z
  .number('must be a number')
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(10_000_000, 'must be at most 10,000,000')
  .nullable()
const secret = z
  .string()
  .trim()
  .refine((text) => signingKey(text) !== null, 'must be whsec_ and the base64 of 24 to 64 bytes')

export const sourceKeyInput = z.object({ key: z.string().min(1).max(60) })
export type SourceKeyInput = z.input<typeof sourceKeyInput>

export const createSourceInput = z.object({
  name: oneLine(80),
  key: z
    .string()
    .trim()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'has small letters, digits and dashes between them')
    .min(2, 'must have at least 2 characters')
    .max(60, 'must have at most 60 characters')
    .refine((text) => !reserved.includes(text), 'is an address of Posthorn’s own'),
  auth,
  /** The sender's own secret; without one it is made. */
  secret: secret.optional(),
})
export type CreateSourceInput = z.input<typeof createSourceInput>

export const updateSourceInput = sourceKeyInput.extend({
  name: oneLine(80).optional(),
  auth: auth.optional(),
  enabled: z.boolean().optional(),
  mapping: sourceMapping.optional(),
  rateLimit: rateLimit.optional(),
})
export type UpdateSourceInput = z.input<typeof updateSourceInput>

/** How long the secret before lives on, in hours, at most. */
const OVERLAP_MAX_H = 24 * 30

export const rotateSecretInput = sourceKeyInput.extend({
  overlapHours: z.number().int().min(0).max(OVERLAP_MAX_H).default(24),
  secret: secret.optional(),
})
export type RotateSecretInput = z.input<typeof rotateSecretInput>

export const endSecretInput = sourceKeyInput.extend({ secretId: z.uuid('must be a UUID') })
export type EndSecretInput = z.input<typeof endSecretInput>

export const tryMappingInput = sourceKeyInput.extend({
  mapping: sourceMapping,
  payload: z.record(z.string(), z.unknown(), 'must be an object'),
})
export type TryMappingInput = z.input<typeof tryMappingInput>
