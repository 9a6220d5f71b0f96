import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { createApi } from '../api.ts'
import type { ApiDeps } from '../types.ts'

/** Whatever asks for a database throws: the description and the reference need none. */
const api = createApi({
  db: () => ({}),
  settings: () => ({ appUrl: 'https://posthorn.test', openEndpoints: [] }),
} as unknown as ApiDeps)
const get = async (path: string, headers: Record<string, string> = {}) =>
  api.fetch(new Request(`https://posthorn.test${path}`, { headers }))

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

test.each(['/v1', '/v1/', '/docs', '/docs/'])('%s is a page for browsers', async (path) => {
  for (const accept of [browser, '*/*']) {
    const response = await get(path, { accept })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^text\/html/)
    expect(response.headers.get('x-trace-id')).toBeTruthy()
  }
})

test('who takes JSON alone gets the links', async () => {
  const response = await get('/v1', { accept: 'application/json' })
  expect(await response.json()).toMatchObject({
    success: true,
    data: { reference: 'https://posthorn.test/v1', openapi: 'https://posthorn.test/v1/openapi.json' },
  })
  expect(response.headers.get('vary')).toBe('Accept')
})

test('the description is there, with this server’s address', async () => {
  const response = await get('/v1/openapi.json')
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(await response.json()).toMatchObject({
    openapi: '3.1.0',
    servers: [{ url: 'https://posthorn.test' }],
  })
})

test('everything that the page loads comes from here, and is kept', async () => {
  const page = await (await get('/v1', { accept: browser })).text()
  const loaded = [...page.matchAll(/(?:src|href)="([^"]+\?v=[^"]+)"/g)].map(([, address = '']) => address)
  expect(loaded).toHaveLength(3)
  for (const address of loaded) {
    const response = await get(address)
    expect({ address, status: response.status }).toEqual({ address, status: 200 })
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(1000)
  }
  expect(page).not.toMatch(/(?:src|href)="(?!\/)/)
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=/)
})

test('what the stylesheet loads is here too', async () => {
  const css = await (await get('/v1/docs-assets/reference.css')).text()
  const loaded = [...css.matchAll(/url\("([^"]+)"\)/g)].map(([, name = '']) => name)
  expect(loaded).toEqual(['swagger-ui.css', 'inter.woff2', 'geist-mono.woff2'])
  for (const name of loaded) {
    const response = await get(`/v1/docs-assets/${name}`)
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-cache')
    const etag = response.headers.get('etag') ?? ''
    expect((await get(`/v1/docs-assets/${name}`, { 'if-none-match': etag })).status).toBe(304)
  }
})

test('text goes out compressed to who takes it so', async () => {
  const plain = Buffer.from(await (await get('/v1/docs-assets/swagger-ui-bundle.js')).arrayBuffer())
  const response = await get('/v1/docs-assets/swagger-ui-bundle.js', { 'accept-encoding': 'br, gzip' })
  expect(response.headers.get('content-encoding')).toBe('gzip')
  expect(gunzipSync(await response.arrayBuffer()).equals(plain)).toBe(true)
  const font = await get('/v1/docs-assets/inter.woff2', { 'accept-encoding': 'gzip' })
  expect(font.headers.get('content-encoding')).toBeNull()
})

test.each([
  'nothing.js',
  'constructor',
  '..%2Fpage.ts',
  'reference.test.ts',
  '%2e%2e%2f%2e%2e%2fpackage.json',
])('no other file is served: %s', async (name) => {
  expect((await get(`/v1/docs-assets/${name}`)).status).toBe(404)
})

test('the page may load and call nothing but this server', async () => {
  const policy = (await get('/v1')).headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self';")
  expect(policy).toContain("connect-src 'self'")
  expect(policy).toContain("frame-ancestors 'none'")
})
