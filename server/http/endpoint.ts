import type { OpenAPIHono, RouteConfig } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { z } from 'zod'
import { type Actor, authorise } from '#server/context.ts'
import type { Scope } from '#server/db/schema/access.ts'
import { parse } from '#server/parse.ts'
import { authenticate } from './middleware/auth.ts'
import { readJson } from './middleware/body.ts'
import { idempotencyOf } from './middleware/idempotency.ts'
import type { ApiDeps, ApiEnv } from './types.ts'

interface EndpointOptions<Body extends z.ZodType> {
  method: 'get' | 'post'
  /** As OpenAPI writes it: `/v1/notifications/{id}`. */
  path: string
  summary: string
  tags: readonly string[]
  /** Null: open to everybody. */
  scope: Scope | null
  body?: Body
  params?: z.ZodObject
  responses: RouteConfig['responses']
}

export interface Call<Body> {
  c: Context<ApiEnv>
  actor: Actor
  body: Body
  idempotency: ReturnType<typeof idempotencyOf>
  params: Record<string, string>
}

/**
 * One endpoint: described for OpenAPI, and checked by the same schemas. In this order: credentials, scope, body,
 * fields, then the handler, which calls one verb and answers.
 */
export function endpoint<Body extends z.ZodType = z.ZodType<undefined>>(
  app: OpenAPIHono<ApiEnv>,
  deps: ApiDeps,
  options: EndpointOptions<Body>,
  handle: (call: Call<z.output<Body>>) => Promise<Response>,
): void {
  const { method, path, summary, tags, scope, body: bodySchema, params } = options
  app.openAPIRegistry.registerPath({
    method,
    path,
    summary,
    tags: [...tags],
    security: scope ? [{ bearer: [] }, { apiKey: [] }] : [],
    request: {
      ...(bodySchema && {
        body: { required: true, content: { 'application/json': { schema: bodySchema } } },
      }),
      ...(params && { params }),
    },
    responses: options.responses,
  })
  app.on(method.toUpperCase(), path.replaceAll(/\{(\w+)\}/g, ':$1'), async (c) => {
    const actor: Actor = scope ? await authenticate(c, deps) : { kind: 'system' }
    if (scope) authorise(actor, scope)
    c.set('actor', actor)
    const sent = bodySchema ? await readJson(c) : null
    const idempotency = sent ? idempotencyOf(c, actor, sent.bytes) : null
    const body = (bodySchema && sent ? parse(bodySchema, sent.value) : undefined) as z.output<Body>
    const checked = params ? parse(params, c.req.param()) : c.req.param()
    return handle({ c, actor, body, idempotency, params: checked as Record<string, string> })
  })
}
