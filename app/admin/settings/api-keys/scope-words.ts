import type { Scope } from '#server/db/schema/access.ts'

/** What a key with each scope may do. */
export const scopeWords: Record<Scope, string> = {
  ingest: 'Send events and notifications; replay and cancel them.',
  read: 'Read notifications and what became of them.',
  users: 'Create, change and erase users, their preferences and devices.',
  templates: 'Write, publish and render templates.',
  admin: 'What only admins may do. Hardly any program needs it.',
}
