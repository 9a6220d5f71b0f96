import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import next from 'next'
import { closeDatabases } from '#server/db/pools.ts'
import { getEnv } from '#server/env.ts'
import { getApi } from '#server/http/api.ts'
import { isApiPath } from '#server/http/paths.ts'
import { getIngest } from '#server/ingest/accept.ts'
import { onShutdown, reportReady } from '#server/supervisor/child.ts'
import { logger } from '#server/telemetry/logger.ts'

/** An open event stream keeps `server.close()` waiting; what is still open after this is cut. */
const CLOSE_MS = 10_000

const env = getEnv()
const log = logger()
const dev = env.nodeEnv === 'development'

process.on('unhandledRejection', (err) => log.error({ err }, 'unhandled rejection'))

const server = createServer()
const nextApp = next({
  dev,
  dir: fileURLToPath(new URL('../..', import.meta.url)),
  httpServer: server,
  port: env.port,
})
await nextApp.prepare()
const handleByNext = nextApp.getRequestHandler()
const handleByApi = getRequestListener(getApi().fetch, { overrideGlobalObjects: false })

/** A client's own word for its address is not believed; a proxy in front is, once it is told to be. */
function setClientAddress(request: IncomingMessage): void {
  if (env.trustProxy && request.headers['x-forwarded-for']) return
  request.headers['x-forwarded-for'] = request.socket.remoteAddress ?? '127.0.0.1'
}

const pathOf = (url: string) => {
  const query = url.indexOf('?')
  return query === -1 ? url : url.slice(0, query)
}

server.on('request', (request: IncomingMessage, response: ServerResponse) => {
  // In development the public API goes through Next's mount, so that it reloads.
  if (!dev && isApiPath(pathOf(request.url ?? '/'))) {
    void handleByApi(request, response)
    return
  }
  setClientAddress(request)
  // Where somebody who is not signed in wanted to go (`requireMember`).
  request.headers['x-posthorn-path'] = request.url ?? '/'
  void handleByNext(request, response)
})

onShutdown(async (reason) => {
  log.info({ reason }, 'web stopping')
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const cut = setTimeout(() => server.closeAllConnections(), CLOSE_MS)
  await closed
  clearTimeout(cut)
  await getIngest().drained()
  await nextApp.close()
  await closeDatabases()
  log.info('web stopped')
})

server.listen(env.port, env.host, () => {
  reportReady()
  log.info({ port: env.port, host: env.host }, 'web listening')
})
