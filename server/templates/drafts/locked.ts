import type { Orm } from '#server/db/client.ts'
import { DomainError } from '#server/errors.ts'
import { lockAnyTemplate, type Version } from '../next-version.ts'
import { type Draft, loadDraft } from './draft.ts'

/**
 * As `lockAnyDraft`, for one who saw it at `lockVersion`. Throws also `conflict` when somebody saved, discarded or
 * published since, saying who and when.
 */
export async function lockDraft(tx: Orm, key: string, lockVersion: number): Promise<Draft> {
  const draft = await lockAnyDraft(tx, key)
  if (draft.lockVersion !== lockVersion) throw overtaken(draft)
  return draft
}

/**
 * The draft with its template locked until the transaction ends. Throws `not_found`, or `conflict` for an archived
 * template.
 */
export async function lockAnyDraft(tx: Orm, key: string): Promise<Draft> {
  await lockAnyTemplate(tx, key)
  const draft = await loadDraft(tx, key)
  if (draft.template.archivedAt) {
    const message = `The template “${key}” is archived. Restore it first.`
    throw new DomainError('conflict', message, [{ path: 'key', message }])
  }
  return draft
}

/** Somebody else was faster. */
export function overtaken(draft: Draft): DomainError {
  const { updatedAt, updatedByName, basedOn } = draft
  const what = updatedAt
    ? `${updatedByName ?? 'Somebody'} saved this draft at ${clockOf(updatedAt)}`
    : basedOn === null
      ? 'This draft was discarded'
      : `This draft is gone: it was published or discarded, and version ${basedOn} is the newest`
  const message = `${what}. What you changed since you loaded it was not stored, and nothing was overwritten.`
  return new DomainError('conflict', message, [{ path: 'lockVersion', message: 'is not that of the draft' }])
}

/** Somebody published since the draft was begun, and its author may not know. */
export function publishedSince(draft: Draft, newest: Version): DomainError {
  const { version, authorName, createdAt } = newest
  const began = draft.basedOn === null ? 'before there was any version' : `from version ${draft.basedOn}`
  const message = `${authorName ?? 'Somebody'} published version ${version} at ${clockOf(createdAt)}; this draft began ${began}. Nothing was published.`
  return new DomainError('conflict', message, [{ path: 'over', message: 'is not the newest version' }])
}

const clockOf = (at: Date) => at.toUTCString().replace(/^\w+, (.*) GMT$/, '$1 UTC')
