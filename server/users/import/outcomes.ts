import { inArray, or, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { users } from '#server/db/schema/users.ts'
import { changedPreferences, defaultPreferences, type Preferences } from '#server/preferences/preferences.ts'
import { preferencesChange } from '#server/preferences/schemas.ts'
import { selectProfiles, toProfile, type UserProfile } from '../profile.ts'
import { findErased } from './erased-rows.ts'
import { type RowInput, type RowIssue, readRow } from './read-row.ts'
import type { CsvRow } from './rows.ts'
import type { ImportField } from './schemas.ts'

/** A user's columns as a row leaves them. */
export interface ImportedUser {
  externalId: string | null
  name: string | null
  email: string | null
  phone: string | null
  language: string | null
  timezone: string | null
}

/** What a row does. `preferences`: null where it says nothing of them. */
export type RowOutcome = { row: CsvRow } & (
  | { kind: 'create'; user: ImportedUser; preferences: Preferences | null }
  | {
      kind: 'update'
      id: string
      user: ImportedUser
      /** The e-mail address until now. */
      formerEmail: string | null
      preferences: Preferences | null
      held: boolean
    }
  | { kind: 'skip'; why: 'exists' | 'unchanged' | 'erased' }
  | { kind: 'fail'; issues: RowIssue[] }
)

export interface ImportRules {
  columns: readonly string[]
  mapping: ReadonlyMap<string, ImportField>
  updateExisting: boolean
  /** Whoever was erased since is not taken in. */
  uploadedAt: Date
}

type Keys = Pick<RowInput, 'email_address' | 'external_id'>

const keysOf = ({ email_address, external_id }: Keys): string[] => [
  ...(email_address ? [`mail ${email_address.toLowerCase()}`] : []),
  ...(external_id ? [`id ${external_id}`] : []),
]

/**
 * Cuts rows where one names a user whom an earlier one of the same piece names: what the earlier one does must be seen.
 */
export function piecesOf<R extends { input: Keys } | { issues: unknown }>(rows: readonly R[]): R[][] {
  const pieces: R[][] = [[]]
  let seen = new Set<string>()
  for (const row of rows) {
    const keys = 'input' in row ? keysOf(row.input) : []
    if (keys.some((key) => seen.has(key))) {
      pieces.push([])
      seen = new Set()
    }
    for (const key of keys) seen.add(key)
    pieces.at(-1)?.push(row)
  }
  return pieces.filter((piece) => piece.length > 0)
}

export type ReadRow = { row: CsvRow } & ReturnType<typeof readRow>

export const readRows = (rows: readonly CsvRow[], { columns, mapping }: ImportRules): ReadRow[] =>
  rows.map((row) => ({ row, ...readRow(columns, row.cells, mapping) }))

/**
 * What each row would do to the users as they are. Rows of one piece (`piecesOf`). `lock`: nobody may change these users
 * until the transaction ends.
 */
export async function outcomesOf(
  orm: Orm,
  rows: readonly ReadRow[],
  rules: ImportRules,
  lock = false,
): Promise<RowOutcome[]> {
  const inputs = rows.flatMap((one) => ('input' in one ? [one.input] : []))
  const known = await knownUsers(orm, inputs, lock)
  // After the lock: whoever deletes one of these users meanwhile has left their keys by now.
  const isErased = await findErased(
    orm,
    rows.map(({ row }) => row.cells),
    rules,
  )
  const columnOf = (field: ImportField) =>
    [...rules.mapping].find(([, filled]) => filled === field)?.[0] ?? null
  return rows.map((one): RowOutcome => {
    const { row } = one
    if (isErased(row.cells)) return { row, kind: 'skip', why: 'erased' }
    if (!('input' in one)) return { row, kind: 'fail', issues: one.issues }
    const { input } = one
    const fail = (field: ImportField, message: string): RowOutcome => ({
      ...{ row, kind: 'fail' },
      issues: [{ column: columnOf(field), message }],
    })
    const byId = input.external_id ? known.get(`id ${input.external_id}`) : undefined
    const byMail = input.email_address ? known.get(`mail ${input.email_address.toLowerCase()}`) : undefined
    if (byId && byMail && byId.id !== byMail.id) return fail('email_address', 'belongs to another user')
    const found = byId ?? byMail
    if (!found) {
      if (!input.email_address) return fail('email_address', 'is required for a new user')
      return { row, kind: 'create', user: merged(null, input), preferences: chosen(null, input) }
    }
    if (!rules.updateExisting) return { row, kind: 'skip', why: 'exists' }
    if (!byId && input.external_id && found.externalId !== null) {
      return fail('external_id', 'is not that of the user with this e-mail address')
    }
    return changeOf(row, found, input)
  })
}

function changeOf(row: CsvRow, found: UserProfile, input: RowInput): RowOutcome {
  const user = merged(found, input)
  const preferences = chosen(found.preferences, input)
  const same = (Object.keys(user) as (keyof ImportedUser)[]).every((field) => user[field] === found[field])
  const sameChoice = preferences === null || JSON.stringify(preferences) === JSON.stringify(found.preferences)
  if (same && sameChoice) return { row, kind: 'skip', why: 'unchanged' }
  const held = !sameChoice || user.timezone !== found.timezone || user.email !== found.email
  return {
    ...{ row, kind: 'update', id: found.id, user, formerEmail: found.email, held },
    preferences: sameChoice ? null : preferences,
  }
}

const merged = (before: ImportedUser | null, input: RowInput): ImportedUser => ({
  externalId: input.external_id ?? before?.externalId ?? null,
  name: input.name ?? before?.name ?? null,
  email: sameMail(before?.email, input.email_address)
    ? (before?.email ?? null)
    : (input.email_address ?? before?.email ?? null),
  phone: input.phone_number ?? before?.phone ?? null,
  language: input.preferred_language ?? before?.language ?? null,
  timezone: input.timezone ?? before?.timezone ?? null,
})

/** Upper and lower case are the same: how it is written stays. */
const sameMail = (one: string | null | undefined, other: string | undefined) =>
  one?.toLowerCase() === other?.toLowerCase()

function chosen(before: Preferences | null, { preferences }: RowInput): Preferences | null {
  if (!preferences) return null
  return changedPreferences(before ?? defaultPreferences, preferencesChange.parse(preferences)).after
}

async function knownUsers(
  orm: Orm,
  inputs: readonly Keys[],
  lock: boolean,
): Promise<Map<string, UserProfile>> {
  const mails = inputs.flatMap(({ email_address }) => email_address?.toLowerCase() ?? [])
  const ids = inputs.flatMap(({ external_id }) => external_id ?? [])
  const conditions: SQL[] = []
  if (mails.length > 0) conditions.push(sql`lower(${users.email}) = any(${sql.param(mails)}::text[])`)
  if (ids.length > 0) conditions.push(inArray(users.externalId, ids))
  const known = new Map<string, UserProfile>()
  if (conditions.length === 0) return known
  const named = or(...conditions)
  // A statement of its own: the one that waits for a lock sees preferences as they were before.
  if (lock) await orm.select({ id: users.id }).from(users).where(named).orderBy(users.id).for('update')
  for (const row of await selectProfiles(orm).where(named)) {
    const user = toProfile(row)
    if (user.externalId !== null) known.set(`id ${user.externalId}`, user)
    if (user.email !== null) known.set(`mail ${user.email.toLowerCase()}`, user)
  }
  return known
}
