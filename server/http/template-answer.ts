import { z } from 'zod'
import type { TemplateDetail } from '#server/templates/detail.ts'
import type { TemplateSummary } from '#server/templates/list.ts'
import { pushSource } from '#server/templates/sources.ts'

const kind = z.enum(['git', 'plain', 'visual', 'code'])
const version = z.int()

const texts = z.object({
  locale: z.string(),
  subject: z.string().nullable(),
  body: z.string().nullable().meta({ description: 'Null: written in the studio, not as text.' }),
  html_body: z.string().nullable(),
  push: pushSource.optional().meta({ description: 'What a push message says otherwise than the mail.' }),
})

const templateVersion = z.object({
  version,
  locales: z.array(z.string()),
  restores: version.nullable(),
  author: z.string().nullable(),
  created_at: z.iso.datetime(),
})

export const template = z
  .object({
    template_key: z.string(),
    kind,
    category: z.string(),
    description: z.string().nullable(),
    version,
    locale: z.string().nullable().meta({ description: 'The default one; null for a template of git.' }),
    subject: z.string().nullable(),
    body: z.string().nullable(),
    html_body: z.string().nullable().meta({ description: 'Null: the HTML is made from the body.' }),
    variables: z.record(z.string(), z.unknown()).nullable(),
    locales: z.array(texts),
    versions: z.array(templateVersion).meta({ description: 'Newest first, at most 200.' }),
    created_at: z.iso.datetime(),
    archived_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Template' })

const warning = z.object({ path: z.string(), message: z.string() })
export const publishedTemplate = z
  .object({ ...template.shape, warnings: z.array(warning) })
  .meta({ id: 'PublishedTemplate' })

export const templateSummary = z
  .object({
    template_key: z.string(),
    kind,
    category: z.string(),
    description: z.string().nullable(),
    version,
    locales: z.array(z.string()),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    archived_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'TemplateSummary' })

export const renderedTemplate = z
  .object({ subject: z.string(), body: z.string(), html_body: z.string(), version, locale: z.string() })
  .meta({ id: 'RenderedTemplate' })

export const archivedTemplate = z.object({ template_key: z.string(), archived_at: z.iso.datetime() })

/** A template as the contract writes it: its texts are those of the default locale, `locales` has them all. */
export function toTemplate(found: TemplateDetail): z.input<typeof template> {
  const locales = found.locales.map(({ locale, source }) => ({
    locale,
    subject: source.subject,
    body: 'body' in source ? source.body : null,
    html_body: 'body' in source ? source.html_body : null,
    ...('push' in source && source.push && { push: source.push }),
  }))
  const [first] = locales
  return {
    template_key: found.key,
    kind: found.kind,
    category: found.category,
    description: found.description,
    version: found.version,
    locale: first?.locale ?? null,
    subject: first?.subject ?? null,
    body: first?.body ?? null,
    html_body: first?.html_body ?? null,
    variables: found.variables,
    locales,
    versions: found.versions.map((one) => ({
      version: one.version,
      locales: one.locales,
      restores: one.restores,
      author: one.author,
      created_at: one.createdAt.toISOString(),
    })),
    created_at: found.createdAt.toISOString(),
    archived_at: found.archivedAt?.toISOString() ?? null,
  }
}

export const toTemplateSummary = (found: TemplateSummary): z.input<typeof templateSummary> => ({
  template_key: found.key,
  kind: found.kind,
  category: found.category,
  description: found.description,
  version: found.version,
  locales: found.locales,
  created_at: found.createdAt.toISOString(),
  updated_at: found.updatedAt.toISOString(),
  archived_at: found.archivedAt?.toISOString() ?? null,
})

export const exampleTemplate = {
  template_key: 'WELCOME_EMAIL',
  subject: 'Welcome, {name}!',
  body: 'Hello {name|there},\n\nstart here: {link}',
  html_body: '<h1>Hello {name|there}</h1><p><a href="{link}">Start here</a></p>',
  locale: 'en',
  category: 'onboarding',
}

const { template_key, category, ...exampleTexts } = exampleTemplate
export const answeredTemplate: z.input<typeof template> = {
  ...{ template_key, kind: 'plain', category, description: null, version: 1 },
  ...exampleTexts,
  variables: null,
  locales: [exampleTexts],
  versions: [
    {
      version: 1,
      locales: ['en'],
      restores: null,
      author: 'gateway',
      created_at: '2026-11-20T14:02:11.000Z',
    },
  ],
  created_at: '2026-11-20T14:02:11.000Z',
  archived_at: null,
}
