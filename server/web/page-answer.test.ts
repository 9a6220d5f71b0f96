import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { answering, answerWith } from './page-answer.ts'

test('what is rendered for a request sets the status and the headers of its answer, and of no other', async () => {
  const server = createServer((request, response) => {
    answering(response, async () => {
      await setImmediate()
      if (request.url === '/gone') answerWith(410, { 'Retry-After': '7' })
      await setImmediate()
      response.end('page')
      answerWith(500)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const [gone, other] = await Promise.all([fetch(`${at}/gone`), fetch(`${at}/`)])
  expect([gone.status, gone.headers.get('retry-after'), other.status]).toEqual([410, '7', 200])
  expect(other.headers.get('retry-after')).toBeNull()
  await new Promise((resolve) => server.close(resolve))
})

test('outside of our own server nothing happens', () => {
  expect(() => answerWith(404)).not.toThrow()
})
