import type { Context as HonoContext } from 'hono'
import type { z } from 'zod'
import { type Actor, authorise, type Context } from '#server/context.ts'
import type { Database } from '#server/db/client.ts'
import { parse } from '#server/parse.ts'
import { authenticate } from './middleware/auth.ts'
import { readJson } from './middleware/body.ts'
import { answerOnce, idempotencyOf } from './middleware/idempotency.ts'
import { describeOperation, type Operation } from './openapi/operation.ts'
import type { Api, ApiDeps, ApiEnv } from './types.ts'

interface EndpointOptions<
  Body extends z.ZodType,
  Query extends z.ZodObject | undefined,
  Params extends z.ZodObject | undefined,
> extends Omit<Operation, 'body' | 'query' | 'params'> {
  /** Says who asks where a key alone does not, and throws for strangers; before the body is parsed. */
  credentials?: (c: HonoContext<ApiEnv>) => Promise<Actor>
  body?: Body
  query?: Query
  params?: Params
  /**
   * A POST that creates: with an `Idempotency-Key` it is carried out once, and its answer kept; the handler's `ctx.db`
   * is then the key's transaction. `itself`: the handler sees to its key.
   */
  creates?: true | 'itself'
}

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined

export interface Call<Body, Query, Params> {
  c: HonoContext<ApiEnv>
  /** What verbs take first. */
  ctx: Context
  body: Body
  query: Query
  params: Params
  idempotency: ReturnType<typeof idempotencyOf>
}

/**
 * One endpoint: described for OpenAPI, and checked by the same schemas. In this order: credentials, scope, body,
 * fields, then the handler, which calls one verb and answers.
 */
export function endpoint<
  Body extends z.ZodType = z.ZodType<undefined>,
  Query extends z.ZodObject | undefined = undefined,
  Params extends z.ZodObject | undefined = undefined,
>(
  app: Api,
  deps: ApiDeps,
  options: EndpointOptions<Body, Query, Params>,
  handle: (call: Call<z.output<Body>, Parsed<Query>, Parsed<Params>>) => Promise<Response>,
): void {
  const { method, path, scope, body: bodySchema, query, params, open, creates, credentials } = options
  describeOperation(app, options as Operation)
  const opened = open && scope ? { endpoint: open, scope } : undefined
  app.on(method.toUpperCase(), path.replaceAll(/\{(\w+)\}/g, ':$1'), async (c) => {
    const actor: Actor = credentials
      ? await credentials(c)
      : scope
        ? await authenticate(c, deps, opened)
        : { kind: 'system' }
    if (scope) authorise(actor, scope)
    c.set('actor', actor)
    const sent = bodySchema ? await readJson(c) : null
    const idempotency = sent || creates ? idempotencyOf(c, actor, sent?.bytes ?? NOTHING) : null
    const call = {
      c,
      body: (bodySchema && sent ? parse(bodySchema, sent.value) : undefined) as z.output<Body>,
      query: (query ? parse(query, queryOf(c.req.queries())) : undefined) as Parsed<Query>,
      params: (params ? parse(params, c.req.param()) : undefined) as Parsed<Params>,
      idempotency,
    }
    const carryOut = (db: Database) => handle({ ...call, ctx: { db, clock: deps.clock, actor } })
    return idempotency && creates === true
      ? answerOnce(c, deps.db(), idempotency, carryOut)
      : carryOut(deps.db())
  })
}

const NOTHING = new Uint8Array()

/** A name that stands there once has its value, one that is repeated all of them. */
const queryOf = (queries: Record<string, string[]>): Record<string, string | string[] | undefined> =>
  Object.fromEntries(
    Object.entries(queries).map(([name, values]) => [name, values.length > 1 ? values : values[0]]),
  )
