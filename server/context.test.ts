import { expect, test } from 'vitest'
import { type Actor, authorise, mayUse } from './context.ts'
import { scopes } from './db/schema/access.ts'
import type { memberRoles } from './db/schema/members.ts'

const allowed = (actor: Actor) => scopes.filter((scope) => mayUse(actor, scope))
const member = (role: (typeof memberRoles)[number]): Actor => ({ kind: 'member', id: 'a', name: 'Ada', role })

test.each([
  ['viewer', ['read']],
  ['author', ['read', 'templates']],
  ['operator', ['ingest', 'read', 'users', 'templates']],
  ['admin', [...scopes]],
] as const)('a member who is %s may use %j', (role, expected) => {
  expect(allowed(member(role))).toEqual(expected)
})

test('whoever has no key and no session may use what let them in, alone', () => {
  expect(allowed({ kind: 'source', id: 's', name: 'shop' })).toEqual(['ingest'])
  expect(allowed({ kind: 'open', name: 'open', scope: 'read' })).toEqual(['read'])
})

test('what is not allowed says what is missing', () => {
  expect(() => authorise(member('viewer'), 'ingest')).toThrow('Your role (viewer) does not allow this.')
  const key: Actor = { kind: 'key', id: 'k', name: 'shop', scopes: ['read'] }
  expect(() => authorise(key, 'users')).toThrow('This key lacks the scope “users”.')
})
