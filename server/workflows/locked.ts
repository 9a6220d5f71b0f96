import { eq } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { workflows } from '#server/db/schema/workflows.ts'
import { DomainError } from '#server/errors.ts'
import type { WorkflowRow } from './definition.ts'

export function noWorkflow(key: string): DomainError {
  const message = `There is no workflow “${key}”.`
  return new DomainError('not_found', message, [{ path: 'key', message }])
}

/** The workflow, its row locked until the transaction ends: of two who save at once the second waits. Throws `not_found`. */
export async function lockWorkflow(tx: Orm, key: string): Promise<WorkflowRow> {
  const [row] = await tx.select().from(workflows).where(eq(workflows.key, key)).for('update')
  if (!row) throw noWorkflow(key)
  return row
}

/** As `lockWorkflow`, for who began from a version. Throws `conflict` where it is not the newest, or it is archived. */
export async function lockVersion(tx: Orm, key: string, version: number): Promise<WorkflowRow> {
  const row = await lockWorkflow(tx, key)
  if (row.archivedAt) {
    throw new DomainError('conflict', `“${row.name}” is archived; restore it before changing it.`)
  }
  if (row.version !== version) {
    const who = row.updatedByName ?? 'Posthorn'
    const at = row.updatedAt.toISOString().slice(0, 16).replace('T', ' ')
    const message = `${who} saved version ${row.version} at ${at} UTC, after you had opened version ${version}.`
    throw new DomainError('conflict', message, [{ path: 'version', message }])
  }
  return row
}
