import { z } from 'zod'
import { archiveTemplate } from '#server/templates/archive.ts'
import { getTemplate } from '#server/templates/get.ts'
import { listTemplates } from '#server/templates/list.ts'
import { publishTemplate, replaceTemplate } from '#server/templates/publish.ts'
import { renderTemplate } from '#server/templates/render.ts'
import { rollBackTemplate } from '#server/templates/roll-back.ts'
import {
  listTemplatesInput,
  publishTemplateInput,
  renderTemplateInput,
  replaceTemplateInput,
  rollBackTemplateInput,
  templatePath,
  VERSION_MAX,
} from '#server/templates/schemas.ts'
import { enveloped, metaOf } from '../answer.ts'
import { endpoint } from '../endpoint.ts'
import { envelope, paging, responses, wholeNumber } from '../schemas.ts'
import {
  answeredTemplate,
  archivedTemplate,
  exampleTemplate,
  publishedTemplate,
  renderedTemplate,
  template,
  templateSummary,
  toTemplate,
  toTemplateSummary,
} from '../template-answer.ts'
import type { Api, ApiDeps } from '../types.ts'

const tags = ['Templates']
const answered = (message: string, data: object) => ({ data, message })
const exampleSummary = {
  ...{ template_key: exampleTemplate.template_key, kind: 'plain', category: exampleTemplate.category },
  ...{ description: null, version: 1, locales: ['en'] },
  ...{ created_at: '2026-11-20T14:02:11.000Z', updated_at: '2026-11-20T14:02:11.000Z', archived_at: null },
}
/** JSON Schema of any kind: what is read of it is checked by the schema that validates. */
const variables = z.record(z.string(), z.unknown()).nullish()

export function templateRoutes(app: Api, deps: ApiDeps): void {
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/v1/templates',
      summary: 'Publish a template',
      description:
        'Version 1 of a new key, else its next version. One locale is sent; the others are carried over. Without ' +
        '`locale` it is the default one. An archived key comes back with what is sent. Only syntax stops it: ' +
        '`warnings` tells of the rest. A variable is `{name}` or `{name|fallback}`. Of a template that was written in ' +
        'the studio (`kind` visual or code) the next version is plain and has this one locale; a draft there stays.',
      tags,
      scope: 'templates',
      creates: true,
      body: publishTemplateInput,
      described: publishTemplateInput.extend({ variables }),
      refusals: [409],
      responses: responses(201, envelope(publishedTemplate), 'The template'),
      examples: {
        body: exampleTemplate,
        answer: answered('Version 1 published', { ...answeredTemplate, warnings: [] }),
      },
    },
    async ({ c, ctx, body }) => {
      const { warnings, ...made } = await publishTemplate(ctx, body)
      return enveloped(
        c,
        { ...toTemplate(made), warnings },
        { status: 201, message: `Version ${made.version} published` },
      )
    },
  )

  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/v1/templates',
      summary: 'Templates, by key',
      description: '`q` is a part of the key or of the description. `archived=true` has archived ones too.',
      tags,
      scope: 'templates',
      query: z.object({
        page: paging.shape.page.unwrap().optional(),
        limit: paging.shape.limit,
        q: listTemplatesInput.shape.q,
        archived: z.enum(['true', 'false'], 'must be true or false').optional(),
        cursor: listTemplatesInput.shape.cursor,
      }),
      responses: responses(200, envelope(z.array(templateSummary)), 'A page of templates'),
      examples: { answer: answered('Templates found', [exampleSummary]) },
    },
    async ({ c, ctx, query }) => {
      const found = await listTemplates(ctx, { ...query, archived: query.archived === 'true' })
      return enveloped(c, found.templates.map(toTemplateSummary), {
        message: 'Templates found',
        meta: metaOf({ ...found, cursor: query.cursor }),
      })
    },
  )

  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/v1/templates/render',
      summary: 'Render a template without sending it',
      description:
        'In `locale`, or the one that is closest (`pt-BR`, `pt`, the default). Templates of git are rendered too, for ' +
        'a made-up recipient.',
      tags,
      scope: 'templates',
      body: renderTemplateInput,
      refusals: [404, 422],
      responses: responses(200, envelope(renderedTemplate), 'What would be sent'),
      examples: {
        body: {
          template_key: 'WELCOME_EMAIL',
          message_data: { name: 'Ada', link: 'https://shop.example/start?from=mail' },
          locale: 'en',
        },
        answer: answered('Template rendered', {
          subject: 'Welcome, Ada!',
          body: 'Hello Ada,\n\nstart here: https://shop.example/start?from=mail',
          html_body: '<h1>Hello Ada</h1><p><a href="https://shop.example/start?from=mail">Start here</a></p>',
          version: 1,
          locale: 'en',
        }),
      },
    },
    async ({ c, ctx, body }) => {
      const { subject, text, html, version, locale } = await renderTemplate(ctx, await deps.renderer(), body)
      const answer: z.input<typeof renderedTemplate> = {
        subject,
        body: text,
        html_body: html,
        version,
        locale,
      }
      return enveloped(c, answer, { message: 'Template rendered' })
    },
  )

  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/v1/templates/{template_key}',
      summary: 'One template, with its versions',
      description:
        'With the texts of its newest version, or of `version`. `versions` has the newest 200. What was written in the ' +
        'studio has a `kind` other than plain and no `body`; what was never published there is 404.',
      tags,
      scope: 'templates',
      params: templatePath,
      query: z.object({ version: wholeNumber(VERSION_MAX).optional() }),
      responses: responses(200, envelope(template), 'The template'),
      examples: { answer: answered('Template found', answeredTemplate) },
    },
    async ({ c, ctx, params, query }) => {
      const found = await getTemplate(ctx, { ...params, ...query })
      return enveloped(c, toTemplate(found), { message: 'Template found' })
    },
  )

  endpoint(
    app,
    deps,
    {
      method: 'put',
      path: '/v1/templates/{template_key}',
      summary: 'Publish the next version of a template',
      description: 'As POST, of a template that is there. What was published before stays as it was.',
      tags,
      scope: 'templates',
      params: templatePath,
      body: replaceTemplateInput,
      described: replaceTemplateInput.extend({ variables }),
      refusals: [409, 422],
      responses: responses(200, envelope(publishedTemplate), 'The template'),
      examples: {
        body: { subject: 'Welcome back, {name}!', body: 'Hello {name|there},' },
        answer: answered('Version 1 published', { ...answeredTemplate, warnings: [] }),
      },
    },
    async ({ c, ctx, params, body }) => {
      const { warnings, ...made } = await replaceTemplate(ctx, params, body)
      return enveloped(c, { ...toTemplate(made), warnings }, { message: `Version ${made.version} published` })
    },
  )

  endpoint(
    app,
    deps,
    {
      method: 'delete',
      path: '/v1/templates/{template_key}',
      summary: 'Archive a template',
      description:
        'Nothing new is sent by it; what was sent and planned stays. Refused with 409 while an enabled workflow sends ' +
        'it, and for a template of git.',
      tags,
      scope: 'templates',
      params: templatePath,
      refusals: [409],
      responses: responses(200, envelope(archivedTemplate), 'It is archived'),
      examples: {
        answer: answered('Template archived', {
          template_key: exampleTemplate.template_key,
          archived_at: '2026-11-21T09:30:00.000Z',
        }),
      },
    },
    async ({ c, ctx, params }) => {
      const { key, archivedAt } = await archiveTemplate(ctx, params)
      const answer = { template_key: key, archived_at: archivedAt.toISOString() }
      return enveloped(c, answer, { message: 'Template archived' })
    },
  )

  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/v1/templates/{template_key}/rollback',
      summary: 'Bring an older version back',
      description:
        'As the next version, which says in `versions` what it `restores`. Versions of the studio come back too, as ' +
        'they were compiled.',
      tags,
      scope: 'templates',
      creates: true,
      params: templatePath,
      body: rollBackTemplateInput,
      refusals: [409],
      responses: responses(201, envelope(template), 'The template'),
      examples: {
        body: { version: 1 },
        answer: answered('Version 1 is back as version 3', answeredTemplate),
      },
    },
    async ({ c, ctx, params, body }) => {
      const made = await rollBackTemplate(ctx, { ...params, ...body })
      return enveloped(c, toTemplate(made), {
        status: 201,
        message: `Version ${body.version} is back as version ${made.version}`,
      })
    },
  )
}
