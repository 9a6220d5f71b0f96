import type { Clock } from '#server/clock.ts'
import { type Database, inTransaction } from '#server/db/client.ts'
import { lowestId, newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { TEST_TYPE } from '#server/templates/test-send/insert.ts'
import { eraseNotifications } from './erase-notifications.ts'
import type { Erasure } from './erase-traces.ts'
import { namesPerson } from './names-person.ts'

const CHUNK = 200
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

type Row = { id: string; data: Record<string, unknown> }

/**
 * Erases a deleted person from what authors looked at templates with: fixtures are removed, each with its audit row, and
 * tests are erased as all notifications; both were made of real events. Answers how many tests, and whether all.
 */
export async function eraseFromStudio(
  deps: { db: Database; clock: Clock },
  erasure: Erasure,
): Promise<{ erased: number; complete: boolean }> {
  const { db, clock } = deps
  const { sql } = db
  // As JSON writes them. What merely looks alike is told apart by `namesPerson`.
  const sought = [...erasure.names, ...erasure.addresses].map((one) =>
    JSON.stringify(one.toLowerCase()).slice(1, -1),
  )
  const until = lowestId(erasure.requestedAt)
  const fixtures = (after: string) => sql<Row[]>`
    select id, data from template_fixtures where id > ${after}
      and exists (select 1 from unnest(${sought}::text[]) as one where strpos(lower(data::text), one) > 0)
    order by id limit ${CHUNK}`
  for await (const ids of about(erasure, fixtures)) await removeFixtures(deps, ids)
  const tests = (after: string) => sql<Row[]>`
    select id, payload -> 'data' as data from notifications
    where event_type = ${TEST_TYPE} and source = 'dashboard' and erased_at is null and id > ${after} and id < ${until}
      and exists (select 1 from unnest(${sought}::text[]) as one where strpos(lower(payload::text), one) > 0)
    order by id limit ${CHUNK}`
  let erased = 0
  let complete = true
  for await (const ids of about(erasure, tests)) {
    const done = await eraseNotifications(db, ids, clock.now())
    erased += done.length
    complete &&= done.length === ids.length
  }
  return { erased, complete }
}

/** Of the candidates those that are about the person, in pieces. */
async function* about(erasure: Erasure, find: (after: string) => Promise<Row[]>): AsyncGenerator<string[]> {
  for (let after = FIRST_ID; ; ) {
    const found = await find(after)
    const last = found.at(-1)
    if (!last) return
    after = last.id
    const ids = found.filter(({ data }) => namesPerson(data, erasure)).map(({ id }) => id)
    if (ids.length > 0) yield ids
  }
}

function removeFixtures(
  { db, clock }: { db: Database; clock: Clock },
  ids: readonly string[],
): Promise<void> {
  return inTransaction(db, async ({ sql, orm }) => {
    const gone = await sql<{ id: string; key: string }[]>`
      delete from template_fixtures where id = any(${ids as string[]}::uuid[]) returning id, template_key as key`
    if (gone.length === 0) return
    await orm.insert(auditLog).values(
      gone.map(({ id, key }) => ({
        ...{ id: newId(), actor: 'system', actorName: 'Posthorn' },
        ...{ action: 'template.fixture.delete', targetId: key, at: clock.now() },
        detail: { id, because: 'the user that it names was deleted' },
      })),
    )
  })
}
