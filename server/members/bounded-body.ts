/** A sign-in is far below; without a bound, anybody could have the process hold what they send. */
const MAX_BYTES = 64 * 1024

/** The request with its body read, or null when that is larger than 64 KiB; the rest is not read then. */
export async function withBoundedBody(request: Request): Promise<Request | null> {
  if (!request.body) return request
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body) {
    size += chunk.length
    if (size > MAX_BYTES) return null
    chunks.push(chunk)
  }
  const { method, headers, signal } = request
  return new Request(request.url, { method, headers, signal, body: Buffer.concat(chunks) })
}
