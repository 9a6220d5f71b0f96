import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { curlSnippet, nodeSnippet } from './snippet.ts'

const run = promisify(execFile)
const secret = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`
const got: { headers: IncomingHttpHeaders; body: string }[] = []
const server = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  got.push({ headers: request.headers, body })
  response.end('{"ack":true}')
})
let address: string
let folder: string

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = server.address()
  address = `http://127.0.0.1:${typeof at === 'object' ? at?.port : ''}/webhook/it's-mine`
  // Beside node_modules, where the library is found.
  folder = await mkdtemp(fileURLToPath(new URL('../../../../node_modules/.snippet-', import.meta.url)))
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true, force: true })
})

const viaShell = (code: string, env = {}) => run('sh', ['-c', code], { env: { ...process.env, ...env } })
async function viaNode(code: string, env = {}) {
  const file = join(folder, 'send.mjs')
  await writeFile(file, code)
  return run(process.execPath, [file], { env: { ...process.env, ...env } })
}
const verified = () => {
  const { headers, body } = got.at(-1) ?? expect.unreachable()
  return new Webhook(secret).verify(body, headers as Record<string, string>)
}

/** A bare machine has not all of them. */
const hasShellTools = ['curl', 'openssl', 'od', 'tr'].every(
  (tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0,
)

describe.skipIf(!hasShellTools)('what is shown to be pasted', () => {
  it.each([
    ['the shell', () => viaShell(curlSnippet({ auth: 'signature', address, secret }))],
    ['Node', () => viaNode(nodeSnippet({ auth: 'signature', address, secret }))],
  ])('signs by %s as the official library does', async (_, send) => {
    expect((await send()).stdout).toContain('"ack":true')
    expect(verified()).toMatchObject({ type: 'ORDER_CREATED' })
    expect(got.at(-1)?.headers['content-type']).toBe('application/json')
  })

  it('takes the secret from a variable where it is not shown', async () => {
    const env = { POSTHORN_WEBHOOK_SECRET: secret }
    await viaShell(curlSnippet({ auth: 'signature', address, secret: null }), env)
    expect(verified()).toMatchObject({ type: 'ORDER_CREATED' })
    await viaNode(nodeSnippet({ auth: 'signature', address, secret: null }), env)
    expect(verified()).toMatchObject({ type: 'ORDER_CREATED' })
  })

  it('shows a key, or nothing, where that is asked for', async () => {
    const env = { POSTHORN_API_KEY: 'ph_key' }
    for (const [auth, authorization] of [
      ['key', 'Bearer ph_key'],
      ['open', undefined],
    ] as const) {
      await viaShell(curlSnippet({ auth, address, secret: null }), env)
      await viaNode(nodeSnippet({ auth, address, secret: null }), env)
      expect(got.slice(-2).map(({ headers }) => headers.authorization)).toEqual([
        authorization,
        authorization,
      ])
      expect(got.slice(-2).map(({ body }) => JSON.parse(body).order_id)).toEqual(['123', '123'])
    }
  })
})
