import { afterAll, beforeAll, expect } from 'vitest'
import type { Database } from '#server/db/client.ts'
import { registerGitTemplates } from '#server/templates/register-git.ts'
import { type Answer, apiKey, type TestApi, testApi } from './api.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { asMember } from './factories.ts'

export const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

export const welcome = (key: string, fields: Record<string, unknown> = {}) => ({
  template_key: key,
  subject: 'Welcome, {name}!',
  body: 'Hello {name}, here we are.',
  ...fields,
})

export interface TemplatesApi {
  db(): Database
  api(): TestApi
  newKey(): string
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: Answer }>
  /** A new template, of `welcome` with these fields. */
  published(fields?: Record<string, unknown>): Promise<{ key: string; data: NonNullable<Answer['data']> }>
  render(key: string, fields?: Record<string, unknown>): Promise<{ status: number; body: Answer }>
}

/** The API with a key for templates, on a database with those of git, for a test file: opened and closed with it. */
export function templatesApi(): TemplatesApi {
  let database: TestDatabase
  let api: TestApi
  let sequence = 0
  beforeAll(async () => {
    database = await testDatabase()
    api = testApi(database.db, await apiKey(database.db, ['templates']))
    await registerGitTemplates(asMember(database.db))
  })
  afterAll(() => database.close())

  const newKey = () => `TEMPLATE_${++sequence}`
  const call: TemplatesApi['call'] = async (method, path, body) => {
    const answer = await api.call(method, path, body === undefined ? {} : { body })
    return { status: answer.status, body: answer.body }
  }
  return {
    ...{ db: () => database.db, api: () => api, newKey, call },
    async published(fields = {}) {
      const key = newKey()
      const { status, body } = await call('POST', '/v1/templates', welcome(key, fields))
      expect({ status, body }).toMatchObject({ status: 201 })
      return { key, data: body.data ?? {} }
    },
    render: (key, fields = {}) =>
      call('POST', '/v1/templates/render', { template_key: key, message_data: { name: 'Ada' }, ...fields }),
  }
}
