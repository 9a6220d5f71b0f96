import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { hostname } from 'node:os'
import { fileURLToPath } from 'node:url'
import next from 'next'
import { closeDatabases, getDatabase } from '#server/db/pools.ts'
import { getEnv } from '#server/env.ts'
import { getApi } from '#server/http/api.ts'
import { addressOf, clientAddressHeader } from '#server/http/client-address.ts'
import { nodeListener } from '#server/http/node.ts'
import { isApiPath } from '#server/http/paths.ts'
import { getIngest } from '#server/ingest/accept.ts'
import { startReplicaHeartbeat } from '#server/rate-limits/replicas.ts'
import { getSourceTraffic } from '#server/sources/traffic.ts'
import { onShutdown, reportReady } from '#server/supervisor/child.ts'
import { logger } from '#server/telemetry/logger.ts'
import { startLastTimes } from './last-times.ts'
import { answering } from './page-answer.ts'

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
const handleByApi = nodeListener(getApi())

/** A client's own word for its address is not believed; a proxy in front is, once it is told to be. */
function setClientAddress(request: IncomingMessage): void {
  const address = addressOf(request, env.trustProxy)
  if (address !== null) request.headers[clientAddressHeader()] = address
  request.headers['x-forwarded-for'] = address ?? request.socket.remoteAddress ?? '127.0.0.1'
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
  void answering(response, () => handleByNext(request, response))
})

const lastTimes = startLastTimes(getDatabase, log)

const replica = { id: `${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`, host: hostname() }
const heartbeat = startReplicaHeartbeat(getDatabase(), replica, (err) =>
  log.warn({ err }, 'replica heartbeat failed'),
)

onShutdown(async (reason) => {
  log.info({ reason }, 'web stopping')
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const cut = setTimeout(() => server.closeAllConnections(), CLOSE_MS)
  await closed
  clearTimeout(cut)
  await getIngest().drained()
  await heartbeat.stop()
  await getSourceTraffic()
    .flush()
    .catch((err) => log.warn({ err }, 'source traffic lost'))
  await lastTimes.stop()
  await nextApp.close()
  await closeDatabases()
  log.info('web stopped')
})

server.listen(env.port, env.host, () => {
  reportReady()
  log.info({ port: env.port, host: env.host }, 'web listening')
})
