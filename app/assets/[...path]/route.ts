import { assetBytes, findAsset } from '#server/assets/find.ts'
import { getDatabase } from '#server/db/pools.ts'

const common = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  // Mail clients in browsers show it from their own origin.
  'cross-origin-resource-policy': 'cross-origin',
}

/** An image of a mail, for everybody who has its address (`/assets/{id}/{name}`); it never changes. */
async function serve(
  request: Request,
  { params }: { params: Promise<{ path: string[] }> },
): Promise<Response> {
  const [id = '', name = '', ...rest] = (await params).path
  const { orm } = getDatabase()
  const found = rest.length === 0 ? await findAsset(orm, id, name) : null
  if (!found) return missing()
  const etag = `"${found.sha256.slice(0, 32)}"`
  const headers = {
    ...common,
    etag,
    'cache-control': 'public, max-age=31536000, immutable',
  }
  if (has(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  const body = request.method === 'HEAD' ? null : await assetBytes(orm, id)
  if (body === null && request.method !== 'HEAD') return missing()
  return new Response(body && new Uint8Array(body), {
    headers: {
      ...headers,
      'content-type': found.mediaType,
      'content-length': String(found.size),
      'content-disposition': `inline; filename="${name}"`,
    },
  })
}

/** Weak comparison (RFC 9110 §13.1.2). */
const has = (list: string | null, etag: string) =>
  (list ?? '').split(',').some((one) => ['*', etag].includes(one.trim().replace(/^W\//, '')))

const missing = () =>
  new Response('There is no such image.', {
    status: 404,
    headers: { ...common, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  })

export { serve as GET, serve as HEAD }
