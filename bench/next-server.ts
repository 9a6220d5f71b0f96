/** The built app served by Next alone: the public API then comes by its route handler (`app/v1/[[...path]]`). */
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import next from 'next'
import { getEnv } from '#server/env.ts'

const { port } = getEnv()
const server = createServer()
const app = next({
  dev: false,
  dir: fileURLToPath(new URL('..', import.meta.url)),
  httpServer: server,
  port,
})
await app.prepare()
const handle = app.getRequestHandler()
server.on('request', (request, response) => void handle(request, response))
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))
server.listen(port, '127.0.0.1', () => process.send?.({ type: 'ready' }))
