import { DomainError } from '#server/errors.ts'

const UNIQUE_VIOLATION = '23505'

/** Which field of a user each unique index stands for. */
const fields: Readonly<Record<string, string>> = {
  users_email_key: 'email_address',
  users_external_id_key: 'external_id',
}

/** The field whose unique index refused a write; null: something else went wrong. */
function takenField(error: unknown): string | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (!('code' in cause) || cause.code !== UNIQUE_VIOLATION || !('constraint_name' in cause)) continue
    const path = fields[String(cause.constraint_name)]
    if (path) return path
  }
  return null
}

/** Whether a write was refused because another user has the e-mail or external id. */
export const isTaken = (error: unknown): boolean => takenField(error) !== null

/** What `write` answers. Throws `conflict`, naming the field, where another user has the e-mail or external id. */
export async function unlessTaken<T>(write: Promise<T>): Promise<T> {
  try {
    return await write
  } catch (error) {
    const path = takenField(error)
    if (!path) throw error
    const message = 'belongs to another user'
    throw new DomainError('conflict', `${path}: ${message}`, [{ path, message }], { cause: error })
  }
}
