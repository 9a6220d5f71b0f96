import { AsyncLocalStorage } from 'node:async_hooks'
import type { ServerResponse } from 'node:http'

const key = Symbol.for('posthorn.page_answer')
const holder = globalThis as { [key]?: AsyncLocalStorage<ServerResponse> }

function responses(): AsyncLocalStorage<ServerResponse> {
  holder[key] ??= new AsyncLocalStorage()
  return holder[key]
}

/** Has `act` answer a request, so that a page that it renders may call `answerWith`. */
export const answering = <T>(response: ServerResponse, act: () => T): T => responses().run(response, act)

/**
 * The status and headers of the page that is being rendered, before anything of it has gone out: Next lets a page answer
 * 404 alone, and set no header. Outside our own server nothing happens.
 */
export function answerWith(status: number, headers: Readonly<Record<string, string>> = {}): void {
  const response = responses().getStore()
  if (!response || response.headersSent) return
  response.statusCode = status
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
}
