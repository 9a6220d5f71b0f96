import type { Clock } from './clock.ts'
import type { Database } from './db/client.ts'
import type { Scope } from './db/schema/access.ts'
import { DomainError } from './errors.ts'

/** Who asks. */
export type Actor =
  | { kind: 'member'; id: string; name: string }
  | { kind: 'key'; id: string; name: string; scopes: readonly Scope[] }
  | { kind: 'system' }

/** What every verb takes first. */
export interface Context {
  db: Database
  clock: Clock
  actor: Actor
}

/** Throws `forbidden` unless the actor is a member, the system, or a key with the scope. */
export function authorise(actor: Actor, scope: Scope): void {
  if (actor.kind === 'key' && !actor.scopes.includes(scope)) {
    throw new DomainError('forbidden', `This key lacks the scope “${scope}”.`)
  }
}

/** The actor as the audit log and the rows keep it. */
export function actorLabel(actor: Actor): { actor: string; actorName: string } {
  return actor.kind === 'system'
    ? { actor: 'system', actorName: 'Posthorn' }
    : { actor: `${actor.kind}:${actor.id}`, actorName: actor.name }
}
