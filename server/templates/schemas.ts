import { z } from 'zod'
import { language } from '#server/users/locality.ts'
import { variablesSchema } from './compile/declared.ts'
import { addressProblems } from './compile/push.ts'
import { pushSource } from './sources.ts'

// Fields as callers write them, so that a bad one is named as it was sent. Unknown fields are ignored.

export const templateKey = z
  .string()
  .regex(
    /^[A-Za-z0-9][\w.-]{0,99}$/,
    'must have 1 to 100 letters, digits, “_”, “.” and “-”, and begin with a letter or a digit',
  )

/** `/v1/templates/render`, `/admin/templates/brand` and `/admin/templates/preview` are no template's addresses. */
export const RESERVED_KEYS: readonly string[] = ['render', 'brand', 'preview']
export const RESERVED = 'must not be “render”, “brand” or “preview”'

/** PostgreSQL keeps no NUL. */
const text = (max: number) =>
  z
    .string()
    .max(max, `must have at most ${max} characters`)
    .refine((value) => !value.includes('\0'), 'must not contain a NUL character')
const someText = (max: number) => text(max).refine((value) => value.trim() !== '', 'must not be empty')

/** PostgreSQL's integer. */
export const VERSION_MAX = 2_147_483_647
const version = z
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(VERSION_MAX, `must be at most ${VERSION_MAX}`)

/** RFC 5322, 2.1.1: a line has 998 characters. */
const SUBJECT = 998
const BODY = 1_000_000

const content = z.object({
  subject: someText(SUBJECT),
  body: someText(BODY),
  /** Blank or left out: the HTML is made from the body. */
  html_body: text(BODY).nullish(),
  /** Left out: the default locale of the newest version, `en` for a new template. */
  locale: language.nullish(),
  /** Left out: as it was, `transactional` for a new template. */
  category: z
    .string()
    .regex(/^[A-Za-z0-9][\w.-]{0,63}$/, 'must have 1 to 64 letters, digits, “_”, “.” and “-”')
    .nullish(),
  /** A JSON Schema. Left out: as it was; null: none any more. */
  variables: variablesSchema.nullish(),
  /** What a push message says otherwise than the mail. Left out: as it was in this locale; null: as the mail. */
  push: pushSource
    .superRefine((push, check) => {
      for (const { part, message } of addressProblems(push))
        check.addIssue({ code: 'custom', path: [part], message })
    })
    .nullish(),
})

export const publishTemplateInput = content.extend({
  // `/v1/templates/render` is no template's address.
  template_key: templateKey.refine((key) => key !== 'render', 'must not be “render”'),
})
export type PublishTemplateInput = z.input<typeof publishTemplateInput>
export const replaceTemplateInput = content
export type TemplateContent = z.output<typeof content>

export const templatePath = z.object({ template_key: templateKey })

export const getTemplateInput = templatePath.extend({ version: version.optional() })

export const rollBackTemplateInput = z.object({ version })

export const renderTemplateInput = z.object({
  template_key: templateKey,
  message_data: z.record(z.string(), z.unknown(), 'must be an object').default({}),
  locale: language.nullish(),
  /** Left out: the newest. */
  version: version.nullish(),
})
export type RenderTemplateInput = z.input<typeof renderTemplateInput>

export const listTemplatesInput = z.object({
  /** A part of the key or of the description. */
  q: z
    .string()
    .trim()
    .max(200, 'must have at most 200 characters')
    .regex(/^\P{Cc}*$/u, 'must not contain control characters')
    .optional(),
  /** Archived ones too. */
  archived: z.boolean().default(false),
  page: z.int().min(1).optional(),
  limit: z.int().min(1).max(200).default(50),
  /** In place of `page`: templates after the one with this key, in the order of the list (by key). */
  cursor: templateKey.optional(),
})
export type ListTemplatesInput = z.input<typeof listTemplatesInput>
