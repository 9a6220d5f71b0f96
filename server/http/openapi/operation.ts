import type { Env, Hono } from 'hono'
import type { z } from 'zod'
import type { Scope } from '#server/db/schema/access.ts'
import type { OpenEndpoint } from '#server/env.ts'

type ErrorStatus = 400 | 404 | 409 | 413 | 415 | 422 | 503

interface Content {
  description: string
  content?: Readonly<Record<string, { schema: z.ZodType }>>
}

/** What is described of an endpoint. */
export interface Operation {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** As OpenAPI writes it: `/v1/notifications/{id}`. */
  path: string
  summary: string
  description?: string
  tags: readonly string[]
  /** Null: open to everybody. */
  scope: Scope | null
  /** Who may call it instead of who has a key with the scope; names of security schemes, none being everybody. */
  security?: readonly string[]
  /** The word of `OPEN_ENDPOINTS` that opens it to callers without a key. */
  open?: OpenEndpoint
  body?: z.ZodType
  /** The body as it is described, where `body` checks it by more than a schema can say. */
  described?: z.ZodType
  /** A body that is no JSON: its media types. */
  consumes?: readonly string[]
  query?: z.ZodObject
  params?: z.ZodObject
  /** Headers that it looks at, beside those that every endpoint of its kind does. */
  headers?: z.ZodObject
  creates?: true | 'itself'
  /** Refusals that do not follow from the above: what can't be found or carried out. */
  refusals?: readonly ErrorStatus[]
  responses: Readonly<Record<number, Content>>
  /** A request's body and a success, as they are shown. */
  examples?: { body?: unknown; answer?: unknown }
}

const described = new WeakMap<object, Operation[]>()

/** Keeps what is said of an endpoint of this app. */
export function describeOperation<E extends Env>(app: Hono<E>, operation: Operation): void {
  described.set(app, [...operationsOf(app), operation])
}

/** What the app's endpoints say of themselves. */
export const operationsOf = <E extends Env>(app: Hono<E>): readonly Operation[] => described.get(app) ?? []
