import { connect, createServer, type Socket } from 'node:net'

/** A way to a server that a test can cut: what connects through it sees the server go away and come back. */
export async function cutOff(
  url: string,
): Promise<{ url: string; cut(): Promise<void>; mend(): Promise<void> }> {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    const other = connect(Number(target.port), target.hostname)
    for (const [one, to] of [
      [socket, other],
      [other, socket],
    ] as const) {
      sockets.add(one)
      one.pipe(to)
      one.on('error', () => undefined)
      one.on('close', () => {
        sockets.delete(one)
        to.destroy()
      })
    }
  })
  let port = 0
  const mend = async () => {
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    const address = server.address()
    port = address && typeof address === 'object' ? address.port : 0
  }
  await mend()
  const through = new URL(url)
  through.hostname = '127.0.0.1'
  through.port = String(port)
  return {
    url: through.href,
    mend,
    cut: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
