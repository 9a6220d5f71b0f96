import { eq } from 'drizzle-orm'
import type { Database } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { addressPreferences, preferences, users } from '#server/db/schema/users.ts'
import { recipientToken } from '#server/recipients/link.ts'

export const SECRET = 'an-app-secret-of-the-tests-0123456789'

/** The token of a link that stood in a mail of this category. */
export const tokenFor = (address: string, category: string | null = null, madeAt = new Date(1_000)): string =>
  recipientToken({ address, category, madeAt }, SECRET)

/** A user with this address. */
export async function userWith(
  { orm }: Database,
  email: string,
  columns: Partial<typeof users.$inferInsert> = {},
): Promise<string> {
  const at = new Date('2026-01-01T00:00:00Z')
  const id = newId()
  await orm.insert(users).values({ id, email, createdAt: at, updatedAt: at, ...columns })
  return id
}

/** What is kept of a user's choices; null: nothing. */
export async function chosenBy({ orm }: Database, userId: string) {
  const [row] = await orm.select().from(preferences).where(eq(preferences.userId, userId))
  return row ?? null
}

/** The categories that are off for an address of no user. */
export async function offFor({ orm }: Database, address: string): Promise<string[]> {
  const [row] = await orm.select().from(addressPreferences).where(eq(addressPreferences.address, address))
  return row?.off ?? []
}
