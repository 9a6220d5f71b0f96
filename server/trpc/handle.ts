import { randomUUID } from 'node:crypto'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { getEnv } from '#server/env.ts'
import { memberAndCookies, type SignedInMember } from '#server/members/current-member.ts'
import { isSameOrigin } from '#server/members/same-origin.ts'
import { traceIdOf } from '#server/telemetry/trace-id.ts'
import { appRouter } from './root.ts'

/** Answers a tRPC request of the dashboard. What changes something comes as JSON from our own pages, or is refused. */
export async function handleTrpc(request: Request): Promise<Response> {
  if (request.method === 'POST') {
    const type = request.headers.get('content-type') ?? ''
    if (!/^application\/json\s*(;|$)/i.test(type)) return refuse(415, 'Send JSON.')
    if (!isSameOrigin(request.headers, getEnv().appUrl))
      return refuse(403, 'Another site may not ask for this.')
  }
  const traceId = traceIdOf(request.headers.get('traceparent')) ?? randomUUID()
  const response = await fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    allowMethodOverride: false,
    createContext: ({ resHeaders }) => {
      let asked: Promise<SignedInMember | null> | null = null
      const member = () => (asked ??= memberAndProlong(request.headers, resHeaders))
      return { member, traceId }
    },
  })
  response.headers.set('x-trace-id', traceId)
  response.headers.set('cache-control', 'no-store')
  return response
}

async function memberAndProlong(headers: Headers, answer: Headers): Promise<SignedInMember | null> {
  if (!headers.has('cookie')) return null
  const { member, cookies } = await memberAndCookies(headers)
  for (const cookie of cookies) answer.append('set-cookie', cookie)
  return member
}

const refuse = (status: number, message: string) => Response.json({ message }, { status })
