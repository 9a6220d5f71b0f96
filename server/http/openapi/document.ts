import { z } from 'zod'
import { aliasesOf, isEnveloped } from '../paths.ts'
import { bareError, envelopedError } from '../schemas.ts'
import { Components, type JsonSchema } from './json-schema.ts'
import type { Operation } from './operation.ts'
import { headersOf, type RefusalStatus, refusal, refusalName, refusalsOf } from './refusals.ts'
import { description, headers, parameters, securitySchemes, tags } from './shared.ts'

/** What the description takes from the environment. */
export interface DocumentSettings {
  /** Without a slash at the end. */
  appUrl: string
  openEndpoints: readonly string[]
}

/** The OpenAPI 3.1 description of these operations, made from the schemas that validate. */
export function openApiDocument(
  operations: readonly Operation[],
  { appUrl, openEndpoints }: DocumentSettings,
): Record<string, unknown> {
  const components = new Components()
  components.of(envelopedError, 'output')
  components.of(bareError, 'output')
  const responses: Record<string, unknown> = {}
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of operations) {
    const refused = refusalsOf(operation)
    for (const status of refused) {
      responses[refusalName(status, operation.path)] ??= refusal(status, operation.path)
    }
    const described = operationObject(operation, refused, components, openEndpoints)
    paths[operation.path] = { ...paths[operation.path], [operation.method]: described }
  }
  const used = new Set(operations.flatMap((operation) => operation.tags))
  return {
    openapi: '3.1.0',
    info: {
      title: 'Posthorn',
      version: '1',
      description,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: appUrl }],
    tags: tags.filter(({ name }) => used.has(name)),
    paths,
    components: {
      schemas: sorted(components.schemas),
      responses: sorted(responses),
      parameters,
      headers,
      securitySchemes,
    },
  }
}

function operationObject(
  operation: Operation,
  refused: readonly RefusalStatus[],
  components: Components,
  openEndpoints: readonly string[],
): Record<string, unknown> {
  const { method, path, summary, creates } = operation
  return {
    operationId: operationId(method, path),
    summary,
    description: descriptionOf(operation),
    tags: operation.tags,
    security: securityOf(operation, openEndpoints),
    parameters: [
      ...parametersOf('path', operation.params, components),
      ...parametersOf('query', operation.query, components),
      ...parametersOf('header', operation.headers, components),
      ...(creates ? [{ $ref: '#/components/parameters/idempotencyKey' }] : []),
      { $ref: '#/components/parameters/traceparent' },
    ],
    ...requestBodyOf(operation, components),
    responses: {
      ...Object.fromEntries(
        Object.entries(operation.responses).map(([status, answer]) => [
          status,
          {
            description: answer.description,
            headers: headersOf(
              'X-Trace-Id',
              ...(creates ? ['Idempotency-Replayed'] : []),
              ...(status === '503' ? ['Retry-After'] : []),
            ),
            ...(answer.content && { content: contentOf(answer.content, operation, status, components) }),
          },
        ]),
      ),
      ...Object.fromEntries(
        refused.map((status) => [status, { $ref: `#/components/responses/${refusalName(status, path)}` }]),
      ),
    },
  }
}

function descriptionOf({ description: words, path, scope }: Operation): string {
  const aliases = aliasesOf(path)
  return [
    words,
    scope && `Scope: \`${scope}\`.`,
    aliases.length > 0 && `Also at ${aliases.map((alias) => `\`${alias}\``).join(', ')}.`,
  ]
    .filter(Boolean)
    .join('\n\n')
}

function securityOf({ scope, security, open }: Operation, openEndpoints: readonly string[]): unknown[] {
  const schemes = security ?? (scope ? ['bearer', 'apiKey'] : [])
  const anybody = open !== undefined && openEndpoints.includes(open)
  return [...schemes.map((name) => (name === '' ? {} : { [name]: [] })), ...(anybody ? [{}] : [])]
}

function parametersOf(
  where: 'path' | 'query' | 'header',
  schema: z.ZodObject | undefined,
  components: Components,
): unknown[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => {
    const { description: words, ...json } = components.of(field as z.ZodType, 'input')
    return {
      name,
      in: where,
      ...(typeof words === 'string' && { description: words }),
      ...((where === 'path' || !isOptional(field as z.ZodType)) && { required: true }),
      schema: json,
    }
  })
}

const isOptional = (field: z.ZodType): boolean => z.safeParse(field, undefined).success

function requestBodyOf(operation: Operation, components: Components): { requestBody?: unknown } {
  const { body, described, consumes, examples } = operation
  const example = examples?.body === undefined ? {} : { example: examples.body }
  if (consumes) {
    const schema = { type: 'string' }
    const content = Object.fromEntries(consumes.map((type) => [type, { schema, ...example }]))
    return { requestBody: { required: true, content } }
  }
  if (!body) return {}
  const schema = components.of(described ?? body, 'input')
  return { requestBody: { required: true, content: { 'application/json': { schema, ...example } } } }
}

function contentOf(
  content: Readonly<Record<string, { schema: z.ZodType }>>,
  { examples, path }: Operation,
  status: string,
  components: Components,
): Record<string, { schema: JsonSchema; example?: unknown }> {
  const answer = Number(status) < 300 ? examples?.answer : undefined
  const example = answer === undefined ? {} : { example: isEnveloped(path) ? inEnvelope(answer) : answer }
  return Object.fromEntries(
    Object.entries(content).map(([type, { schema }]) => [
      type,
      { schema: components.of(schema, 'output'), ...example },
    ]),
  )
}

/** An example's `data`, or its `data`, `message` and `meta`, as they are answered. */
function inEnvelope(answer: unknown): unknown {
  const { message, ...rest } = answer as { message: string }
  return { success: true, message, meta: ONE, ...rest }
}

const ONE = { total: 1, limit: 1, page: 1, total_pages: 1, has_next: false, has_previous: false }

/** `get`, `/v1/users/{user_id}` → `getV1UsersByUserId`. */
const operationId = (method: string, path: string): string =>
  method +
  path
    .split('/')
    .map((part) => part.replace(/^\{(.+)\}$/, 'by-$1'))
    .flatMap((part) => part.split(/[^A-Za-z0-9]+/))
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')

const sorted = <T>(record: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
