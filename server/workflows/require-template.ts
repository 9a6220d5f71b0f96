import { and, eq, isNull } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { templates } from '#server/db/schema/templates.ts'
import { DomainError } from '#server/errors.ts'

/**
 * Throws `unprocessable` when there is no such template, or it is archived. Its row stays locked until the transaction
 * ends: nobody archives it meanwhile.
 */
export async function requireTemplate(tx: Orm, key: string): Promise<void> {
  const [found] = await tx
    .select({ key: templates.key })
    .from(templates)
    .where(and(eq(templates.key, key), isNull(templates.archivedAt)))
    .for('share')
  if (found) return
  throw new DomainError('unprocessable', `There is no template “${key}”, or it is archived.`, [
    { path: 'definition.templateKey', message: 'names a template that is not there, or is archived' },
  ])
}
