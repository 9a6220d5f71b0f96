import { describe, expect, test } from 'vitest'
import { createApi, publicRoutes } from '../api.ts'
import { methodsByPath } from '../methods.ts'
import type { ApiDeps } from '../types.ts'
import { openApiDocument } from './document.ts'
import { operationsOf } from './operation.ts'
import { refusalsOf } from './refusals.ts'

interface Described {
  operationId: string
  description: string
  tags: string[]
  security: Record<string, unknown>[]
  parameters: { name?: string; in?: string; required?: boolean; $ref?: string }[]
  requestBody?: { content: Record<string, { schema: unknown; example?: unknown }> }
  responses: Record<
    string,
    { $ref?: string; headers?: object; content?: Record<string, { schema: unknown; example?: unknown }> }
  >
}
interface Document {
  openapi: string
  servers: { url: string }[]
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Described>>
  components: Record<string, Record<string, Record<string, unknown>>>
}

// Nothing is asked of what an endpoint needs before a request comes.
const api = createApi({} as ApiDeps)
const operations = operationsOf(api)
const documentWith = (openEndpoints: readonly string[]) =>
  openApiDocument(operations, { appUrl: 'https://posthorn.test', openEndpoints }) as unknown as Document
const document = documentWith([])
const all = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => ({ path, method, ...described })),
)
const find = (method: string, path: string) => {
  const found = document.paths[path]?.[method]
  if (!found) throw new Error(`${method} ${path} is not described`)
  return found
}

test('every endpoint is described, but the reference’s own files', () => {
  const registered = [...methodsByPath(publicRoutes, {} as ApiDeps)].flatMap(([path, methods]) =>
    [...methods].map((method) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`),
  )
  const described = all.map(({ method, path }) => `${method} ${path}`)
  const missing = registered.filter((one) => !described.includes(one) && !one.startsWith('head '))
  expect(missing).toEqual(['get /v1/docs-assets/{name}'])
  expect(described.filter((one) => !registered.includes(one))).toEqual([])
})

test('each has a name of its own, a group that is explained, and examples', () => {
  expect(new Set(all.map(({ operationId }) => operationId)).size).toBe(all.length)
  const groups = document.tags.map(({ name }) => name)
  for (const { path, tags } of all)
    expect({ path, known: tags.every((tag) => groups.includes(tag)) }).toEqual({ path, known: true })
  const plain = operations.filter(({ path, examples, body, consumes, responses }) => {
    const isJson = Object.values(responses).some(({ content }) => content?.['application/json'])
    return (
      path !== '/v1' &&
      path !== '/v1/openapi.json' &&
      isJson &&
      (!examples?.answer || ((body || consumes) && !examples.body))
    )
  })
  expect(plain.map(({ method, path }) => `${method} ${path}`)).toEqual([])
})

describe('examples', () => {
  test.each(operations.filter(({ examples, consumes }) => examples?.body && !consumes))(
    '$method $path takes its own',
    ({ body, described, examples }) => {
      for (const schema of [body, described]) schema?.parse(examples?.body)
    },
  )

  test.each(operations.filter(({ examples }) => examples?.answer))(
    '$method $path answers its own',
    (operation) => {
      const { path, method, responses } = operation
      const [status = ''] = Object.keys(responses)
      const content = find(method, path).responses[status]?.content ?? {}
      for (const [type, { example }] of Object.entries(content)) {
        expect(
          responses[Number(status)]?.content?.[type]?.schema.safeParse(example).error?.issues ?? [],
        ).toEqual([])
      }
    },
  )
})

test('refusals are those that can occur, in the form of the path', () => {
  const codes = (method: string, path: string) => Object.keys(find(method, path).responses)
  expect(codes('get', '/healthcheck/live')).toEqual(['200'])
  expect(codes('get', '/v1/users/{user_id}')).toEqual([
    '200',
    '400',
    '401',
    '403',
    '404',
    '429',
    '500',
    '503',
  ])
  expect(codes('post', '/v1/users')).toEqual([
    '201',
    '400',
    '401',
    '403',
    '409',
    '413',
    '415',
    '422',
    '429',
    '500',
    '503',
  ])
  expect(find('post', '/v1/users').responses['409']?.$ref).toBe('#/components/responses/Enveloped409')
  expect(find('post', '/send-notification').responses['401']?.$ref).toBe('#/components/responses/Bare401')
})

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
    ([, path = '']) => path,
  )
  expect(references.length).toBeGreaterThan(100)
  for (const reference of references) {
    const found = reference
      .split('/')
      .reduce<unknown>((at, step) => (at as Record<string, unknown>)?.[step], document)
    expect({ reference, found: found !== undefined }).toEqual({ reference, found: true })
  }
})

test('credentials are asked for where there is a scope; what is opened asks for none', () => {
  expect(find('get', '/v1/users').security).toEqual([{ bearer: [] }, { apiKey: [] }])
  expect(find('get', '/health').security).toEqual([])
  expect(find('post', '/send-notification').security).not.toContainEqual({})
  const opened = documentWith(['send-notification']).paths['/send-notification']?.post
  expect(opened?.security).toEqual([{ bearer: [] }, { apiKey: [] }, {}])
})

test('what creates takes an Idempotency-Key, and says of an answer that it is an old one', () => {
  for (const operation of operations) {
    const { parameters, responses } = find(operation.method, operation.path)
    const takes = parameters.some(({ $ref }) => $ref?.endsWith('/idempotencyKey'))
    expect({ path: operation.path, takes }).toEqual({
      path: operation.path,
      takes: Boolean(operation.creates),
    })
    if (operation.creates) {
      expect(Object.values(responses)[0]?.headers).toHaveProperty('Idempotency-Replayed')
      expect(refusalsOf(operation)).toContain(422)
    }
  }
})

test('aliases are named where what they mean is described', () => {
  expect(find('get', '/v1/users/{user_id}').description).toContain('Also at `/users/{user_id}`.')
  expect(find('post', '/v1/notifications').description).toContain('Also at `/notify`.')
  expect(find('get', '/v1').description).toContain('Also at `/docs`.')
  expect(find('get', '/health').description).toContain('`/healthz`, `/api/v1/notification/health`')
})

test('schemas with a name stand once', () => {
  expect(Object.keys(document.components.schemas ?? {})).toEqual(
    expect.arrayContaining(['Notification', 'User', 'Template', 'Meta', 'EnvelopedError', 'BareError']),
  )
  expect(JSON.stringify(document.components)).not.toContain('$defs')
})
