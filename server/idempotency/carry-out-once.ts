import { and, eq, sql } from 'drizzle-orm'
import { type Database, inTransaction } from '#server/db/client.ts'
import { idempotencyKeys } from '#server/db/schema/notifications.ts'
import { DomainError } from '#server/errors.ts'

/** Kept for 24 h (contract: `Idempotency-Key`). */
export const KEY_LIFETIME_MS = 24 * 60 * 60 * 1000

/**
 * So long a call waits for the first one of its key, its connection held: were all of a pool's held so, the first
 * could wait for one of them.
 */
const WAIT_FOR_FIRST_MS = 10_000

/** What a request's key stands for. */
export interface IdempotencyKey {
  /** Credential, method and path after aliasing. */
  scope: string
  key: string
  /** SHA-256 of the body as sent, in hex. */
  bodyHash: string
}

/** An answer as it is kept: `body` is its text. */
export interface KeptAnswer {
  status: number
  body: string
}

/**
 * Carries `work` out once per key, in one transaction with the key's row: whoever comes at the same instant waits for
 * that row, and gets the first one's answer (`replayed`). What `work` throws undoes all, the key included; so does an
 * answer of 400 or more, which is given but not kept. Throws `idempotency_mismatch` for a key that was used with
 * another body, `unprocessable` for one whose answer was not kept, and `unavailable` when the first takes longer than
 * `waitMs`.
 */
export async function carryOutOnce(
  db: Database,
  { scope, key, bodyHash }: IdempotencyKey,
  traceId: string,
  work: (db: Database) => Promise<KeptAnswer>,
  waitMs = WAIT_FOR_FIRST_MS,
): Promise<KeptAnswer & { replayed: boolean }> {
  const row = and(eq(idempotencyKeys.scope, scope), eq(idempotencyKeys.key, key))
  try {
    return await inTransaction(db, async (tx) => {
      const claim = {
        bodyHash: Buffer.from(bodyHash, 'hex'),
        notificationId: null,
        answer: null,
        traceId,
        expiresAt: new Date(Date.now() + KEY_LIFETIME_MS),
      }
      await tx.orm.execute(sql`select set_config('lock_timeout', ${`${waitMs}ms`}, true)`)
      const claimed = await tx.orm
        .insert(idempotencyKeys)
        .values({ scope, key, ...claim })
        .onConflictDoUpdate({
          target: [idempotencyKeys.scope, idempotencyKeys.key],
          set: claim,
          setWhere: sql`${idempotencyKeys.expiresAt} < now()`,
        })
        .returning({ key: idempotencyKeys.key })
        .catch(stillBusy)
      if (claimed.length === 0) {
        const [first] = await tx.orm.select().from(idempotencyKeys).where(row)
        return { ...answerOf(first, bodyHash), replayed: true }
      }
      await tx.orm.execute(sql`select set_config('lock_timeout', '0', true)`)
      const answer = await work(tx)
      if (answer.status >= 400) throw new NotKept(answer)
      await tx.orm.update(idempotencyKeys).set({ answer }).where(row)
      return { ...answer, replayed: false }
    })
  } catch (error) {
    if (error instanceof NotKept) return { ...error.answer, replayed: false }
    throw error
  }
}

function stillBusy(error: unknown): never {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (!('code' in cause) || cause.code !== '55P03') continue
    throw new DomainError(
      'unavailable',
      'The first call with this Idempotency-Key is still being carried out.',
    )
  }
  throw error
}

function answerOf(first: typeof idempotencyKeys.$inferSelect | undefined, bodyHash: string): KeptAnswer {
  if (first && first.bodyHash.toString('hex') !== bodyHash) throw mismatch()
  if (first?.answer) return first.answer
  const message = 'was used before, and its answer was not kept'
  throw new DomainError('unprocessable', `This Idempotency-Key ${message}.`, [
    { path: 'Idempotency-Key', message },
  ])
}

/** The error of a key that was used with another body. */
export const mismatch = () =>
  new DomainError('idempotency_mismatch', 'This Idempotency-Key was used with another body.', [
    { path: 'Idempotency-Key', message: 'was used with another body' },
  ])

/** Carries a failure out of the transaction that it undoes. */
class NotKept extends Error {
  readonly answer: KeptAnswer

  constructor(answer: KeptAnswer) {
    super('an answer that is not kept')
    this.answer = answer
  }
}
