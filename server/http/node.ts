import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { NodeAnswer } from './node-answer.ts'
import type { Api } from './types.ts'

/** The public API as a listener of Node's HTTP server: its mount in front of Next. */
export function nodeListener(
  api: Api,
): (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void> {
  return getRequestListener(
    async (request, env) => {
      const answer: unknown = await api.fetch(request, env)
      return answer instanceof NodeAnswer
        ? answer.sendTo(env.outgoing as ServerResponse)
        : (answer as Response)
    },
    // Next uses the global Request and Response too.
    { overrideGlobalObjects: false },
  )
}
