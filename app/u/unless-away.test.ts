import { expect, test } from 'vitest'
import { unlessAway } from './unless-away.ts'

const failing = (error: unknown) => () => Promise.reject(error)

test('says when PostgreSQL is away, and lets other errors be errors', async () => {
  const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  const answer = await unlessAway(failing(away))
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '30'])
  expect(await answer.json()).toEqual({ detail: expect.stringContaining('try again') })
  const words = await unlessAway(failing(away), 'text')
  expect(words.headers.get('content-type')).toMatch(/^text\/plain/)
  await expect(unlessAway(failing(new Error('bug')))).rejects.toThrow('bug')
  expect((await unlessAway(async () => new Response(null, { status: 204 }))).status).toBe(204)
})
