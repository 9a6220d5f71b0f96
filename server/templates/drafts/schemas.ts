import { z } from 'zod'
import { oneLine } from '#server/one-line.ts'
import { language } from '#server/users/locality.ts'
import { RESERVED, RESERVED_KEYS, templateKey } from '../schemas.ts'
import { codeSource, gitSource, plainSource, visualSource } from '../sources.ts'

/** What a template may be written as in the studio from nothing. */
export const newKinds = ['visual', 'code'] as const

export const categoryName = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][\w.-]{0,63}$/, 'must have 1 to 64 letters, digits, “_”, “.” and “-”')

const key = templateKey
const newKey = templateKey.refine((value) => !RESERVED_KEYS.includes(value), RESERVED)
const name = oneLine(100).nullable()
const description = z
  .string()
  .trim()
  .max(500, 'must have at most 500 characters')
  .regex(/^[^\0]*$/, 'must not contain a NUL character')
  .nullable()
/** As the studio answered it: at most 0 while nothing was saved. */
const lockVersion = z.int('must be a whole number')

export const templateKeyInput = z.object({ key })
export type TemplateKeyInput = z.input<typeof templateKeyInput>

export const createTemplateInput = z.object({
  key: newKey,
  name: name.optional(),
  kind: z.enum(newKinds),
  category: categoryName,
  locale: language,
})
export type CreateTemplateInput = z.input<typeof createTemplateInput>

export const duplicateTemplateInput = z.object({ from: key, key: newKey, name: name.optional() })
export type DuplicateTemplateInput = z.input<typeof duplicateTemplateInput>

/** By kind, so that a source is held to what its draft is written in. */
export const sourceSchemas = { plain: plainSource, visual: visualSource, code: codeSource, git: gitSource }

/** Of a template: each is compiled and checked by every publish. */
export const LOCALES_MAX = 100

export const saveDraftInput = z.object({
  key,
  lockVersion,
  name: name.optional(),
  category: categoryName.optional(),
  description: description.optional(),
  /** A JSON Schema; null: none. */
  variables: z.record(z.string(), z.unknown(), 'must be an object').nullable().optional(),
  kind: z.enum(['plain', 'visual', 'code', 'git']).optional(),
  /** Those that changed, or that are new. */
  locales: z
    .array(z.object({ locale: language, source: z.record(z.string(), z.unknown(), 'must be an object') }))
    .max(LOCALES_MAX, `must have at most ${LOCALES_MAX} locales`)
    .optional(),
  removed: z.array(language).max(100).optional(),
})
export type SaveDraftInput = z.input<typeof saveDraftInput>

export const discardDraftInput = z.object({ key, lockVersion })
export type DiscardDraftInput = z.input<typeof discardDraftInput>

export const noteText = z
  .string()
  .trim()
  .max(1_000, 'must have at most 1,000 characters')
  .regex(/^[^\0]*$/, 'must not contain a NUL character')

export const publishDraftInput = z.object({
  key,
  lockVersion,
  note: noteText.optional(),
  /** The newest version that its author has seen, 0: none. Left out: the one that the draft began from. */
  over: z.int('must be a whole number').min(0).optional(),
  /** An admin's, who publishes although checks found errors. */
  override: z.object({ reason: noteText.min(3, 'says in a few words why') }).optional(),
})
export type PublishDraftInput = z.input<typeof publishDraftInput>
