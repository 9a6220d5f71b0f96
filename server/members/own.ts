import type { Actor } from '#server/context.ts'
import { DomainError } from '#server/errors.ts'

/** The id of the member who asks, for what members do to themselves. Throws `forbidden` for anything but a member. */
export function ownId(actor: Actor): string {
  if (actor.kind === 'member') return actor.id
  throw new DomainError('forbidden', 'Only a member can do this.')
}
