import { createServer } from 'node:net'

/** Whether a server could listen there now. */
export async function isPortFree(host: string, port: number): Promise<boolean> {
  return (await listenOnce(host, port)) !== null
}

/** A port of the loopback address that nobody listens on. */
export async function unusedPort(): Promise<number> {
  return (await listenOnce('127.0.0.1', 0)) ?? 0
}

/** Listens and stops at once; answers the port, null if it can't be had. */
function listenOnce(host: string, port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(null))
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null))
    })
  })
}
