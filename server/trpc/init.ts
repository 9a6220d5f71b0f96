import { initTRPC, TRPCError } from '@trpc/server'
import superjson from 'superjson'
import { isDatabaseAway } from '#server/db/client.ts'
import { DomainError, isDomainError } from '#server/errors.ts'
import { contextOf } from '#server/members/context-of.ts'
import { logger } from '#server/telemetry/logger.ts'
import type { TrpcContext } from './context.ts'
import { type ErrorData, translate } from './errors.ts'

const t = initTRPC.context<TrpcContext>().create({
  transformer: superjson,
  // A stack is never sent; development shows it in the log.
  isDev: false,
  errorFormatter({ shape, error, ctx }) {
    const known = explained(error)
    const data: ErrorData = { reason: known.reason, traceId: ctx?.traceId ?? '', issues: known.issues }
    return { ...shape, message: known.message, data: { ...shape.data, ...data } }
  },
})

/** What reached no verb, such as an unknown procedure or broken JSON, says what it says in words of ours. */
function explained({ code, cause }: TRPCError): ReturnType<typeof translate> {
  if (code === 'INTERNAL_SERVER_ERROR' || isDomainError(cause) || isDatabaseAway(cause))
    return translate(cause)
  if (code === 'NOT_FOUND')
    return { code, reason: 'not_found', message: 'There is no such procedure.', issues: [] }
  return { code, reason: 'bad_input', message: 'The request is not valid.', issues: [] }
}

/** Turns what a verb throws into tRPC's codes, once for all; what nobody expected is logged and kept to ourselves. */
const translated = t.middleware(async ({ ctx, path, type, next }) => {
  const result = await next()
  if (result.ok || result.error.code !== 'INTERNAL_SERVER_ERROR') return result
  const cause = result.error.cause ?? result.error
  const { code, reason } = translate(cause)
  if (reason === 'internal') logger().error({ err: cause, trace_id: ctx.traceId, path, type }, 'trpc failed')
  return { ...result, error: new TRPCError({ code, cause }) }
})

const signedIn = t.middleware(async ({ ctx, next }) => {
  const member = await ctx.member()
  if (!member) throw new DomainError('unauthorized', 'Sign in first.')
  return next({ ctx: { ...contextOf(member), member, traceId: ctx.traceId } })
})

export const router = t.router

/** For members only; `ctx` is what verbs take. */
export const procedure = t.procedure.use(translated).use(signedIn)

/** Types a procedure's input and leaves it to the verb, which parses it: one place checks, whoever calls. */
export const takes =
  <T>() =>
  (value: unknown): T =>
    value as T
