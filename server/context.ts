import type { Clock } from './clock.ts'
import type { Database } from './db/client.ts'
import type { Scope } from './db/schema/access.ts'
import type { MemberRole } from './db/schema/members.ts'
import { DomainError } from './errors.ts'

/** Who asks. */
export type Actor =
  | { kind: 'member'; id: string; name: string; role: MemberRole }
  /** `rateLimit`: requests per minute; none without it. */
  | { kind: 'key'; id: string; name: string; scopes: readonly Scope[]; rateLimit?: number | null }
  /** A webhook source that let the request in by its own rule: a signature, or none. */
  | { kind: 'source'; id: string; name: string }
  /** Somebody without a key at a path of `OPEN_ENDPOINTS`, which gives this scope alone. */
  | { kind: 'open'; name: string; scope: Scope }
  | { kind: 'system' }

/** What every verb takes first. */
export interface Context {
  db: Database
  clock: Clock
  actor: Actor
}

/** What members may do by their role; each role includes the ones before it. */
const roleScopes: Record<MemberRole, readonly Scope[]> = {
  viewer: ['read'],
  author: ['read', 'templates'],
  operator: ['read', 'templates', 'ingest', 'users'],
  admin: ['read', 'templates', 'ingest', 'users', 'admin'],
}

/** Whether the actor has the scope: the key's own, or what the member's role gives. */
export function mayUse(actor: Actor, scope: Scope): boolean {
  switch (actor.kind) {
    case 'system':
      return true
    case 'member':
      return roleScopes[actor.role].includes(scope)
    case 'key':
      return actor.scopes.includes(scope)
    case 'source':
      return scope === 'ingest'
    case 'open':
      return actor.scope === scope
  }
}

/** Throws `forbidden` unless the actor has the scope. */
export function authorise(actor: Actor, scope: Scope): void {
  if (mayUse(actor, scope)) return
  throw new DomainError(
    'forbidden',
    actor.kind === 'member'
      ? `Your role (${actor.role}) does not allow this.`
      : `This key lacks the scope “${scope}”.`,
  )
}

/** The actor as the audit log and the rows keep it. */
export function actorLabel(actor: Actor): { actor: string; actorName: string } {
  if (actor.kind === 'system') return { actor: 'system', actorName: 'Posthorn' }
  if (actor.kind === 'open') return { actor: 'open', actorName: actor.name }
  return { actor: `${actor.kind}:${actor.id}`, actorName: actor.name }
}
