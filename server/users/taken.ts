import { DomainError } from '#server/errors.ts'

const UNIQUE_VIOLATION = '23505'

/** Which field of a user each unique index stands for. */
const fields: Readonly<Record<string, string>> = {
  users_email_key: 'email_address',
  users_external_id_key: 'external_id',
}

/** What `write` answers. Throws `conflict`, naming the field, where another user has the e-mail or external id. */
export async function unlessTaken<T>(write: Promise<T>): Promise<T> {
  try {
    return await write
  } catch (error) {
    for (let cause = error; cause instanceof Error; cause = cause.cause) {
      if (!('code' in cause) || cause.code !== UNIQUE_VIOLATION || !('constraint_name' in cause)) continue
      const path = fields[String(cause.constraint_name)]
      if (!path) continue
      const message = 'belongs to another user'
      throw new DomainError('conflict', `${path}: ${message}`, [{ path, message }], { cause: error })
    }
    throw error
  }
}
