import { z } from 'zod'
import { enveloped, setHeader, text } from '../answer.ts'
import { endpoint } from '../endpoint.ts'
import { HttpFault } from '../faults.ts'
import { openApiDocument } from '../openapi/document.ts'
import { operationsOf } from '../openapi/operation.ts'
import { assetOf } from '../reference/assets.ts'
import { page, pageHeaders } from '../reference/page.ts'
import { envelope } from '../schemas.ts'
import type { Api, ApiDeps } from '../types.ts'

const ASSETS = '/v1/docs-assets'
const links = z.object({ reference: z.url(), openapi: z.url() })

/** The description, and the reference that reads it. Registered last: it tells of all the others. */
export function docsRoutes(app: Api, deps: ApiDeps): void {
  const open = { method: 'get', tags: ['Description'], scope: null } as const
  let description: string | null = null

  endpoint(
    app,
    deps,
    {
      ...open,
      path: '/v1/openapi.json',
      summary: 'This description, as OpenAPI 3.1',
      responses: {
        200: {
          description: 'The description',
          content: { 'application/json': { schema: z.looseObject({ openapi: z.literal('3.1.0') }) } },
        },
      },
    },
    async ({ c }) => {
      setHeader(c, 'Cache-Control', 'no-cache')
      // The same for the life of the process, and open: made once.
      description ??= JSON.stringify(openApiDocument(operationsOf(app), deps.settings()))
      return text(c, description, 200)
    },
  )

  endpoint(
    app,
    deps,
    {
      ...open,
      path: '/v1',
      summary: 'The interactive reference',
      description: 'A page for browsers. Who accepts JSON and no HTML gets the links.',
      responses: {
        200: {
          description: 'The reference',
          content: {
            'text/html': { schema: z.string() },
            'application/json': { schema: envelope(links) },
          },
        },
      },
    },
    async ({ c }) => {
      if (!wantsPage(c.req.header('accept'))) {
        const { appUrl } = deps.settings()
        const data = { reference: `${appUrl}/v1`, openapi: `${appUrl}/v1/openapi.json` }
        setHeader(c, 'Vary', 'Accept')
        return enveloped(c, data, { message: 'The Posthorn API' })
      }
      return c.html(await pageOf(), 200, pageHeaders)
    },
  )

  app.get(`${ASSETS}/:name`, async (c) => {
    const asset = await assetOf(c.req.param('name'))
    if (!asset) throw new HttpFault('not_found', 'There is nothing at this path.')
    const { type, tag, plain, gzipped } = asset
    const headers = {
      'Content-Type': type,
      // Where the page names the content too, another one has another address.
      'Cache-Control': c.req.query('v') === tag ? 'public, max-age=31536000, immutable' : 'no-cache',
      'X-Content-Type-Options': 'nosniff',
      Vary: 'Accept-Encoding',
      ETag: `"${tag}"`,
    }
    if (c.req.header('if-none-match') === headers.ETag) return c.body(null, 304, headers)
    const zipped = /\bgzip\b/.test(c.req.header('accept-encoding') ?? '') ? gzipped : null
    return zipped
      ? c.body(zipped, 200, { ...headers, 'Content-Encoding': 'gzip' })
      : c.body(plain, 200, headers)
  })
}

/** JSON only for who asks for it and takes no HTML. */
const wantsPage = (accept = '*/*'): boolean => !/\bjson\b/i.test(accept) || /\bhtml\b/i.test(accept)

async function pageOf(): Promise<string> {
  const names = ['reference.css', 'reference.js', 'swagger-ui-bundle.js']
  const tags = new Map<string, string>()
  for (const name of names) tags.set(name, (await assetOf(name))?.tag ?? '')
  return page((name) => `${ASSETS}/${name}?v=${tags.get(name)}`)
}
