import { expect, test } from 'vitest'
import type { Scope } from '#server/db/schema/access.ts'
import { firstCall } from './first-call.ts'

test.each<[Scope[], string]>([
  [['read', 'ingest'], 'curl -X POST http://here/v1/notifications '],
  [['read', 'users'], 'curl http://here/v1/notifications '],
  [['templates'], 'curl http://here/v1/templates '],
  [['users'], 'curl http://here/v1/users '],
])('a key for %j is tried with %s', (scopes, call) => {
  expect(firstCall('http://here', 'ph_1', scopes)).toMatch(call)
  expect(firstCall('http://here', 'ph_1', scopes)).toContain('-H "Authorization: Bearer ph_1"')
})
