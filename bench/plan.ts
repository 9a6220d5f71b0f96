// `npm run bench:plan`: notifications planned per second, with a million users in the table, by the job and by the
// pure function; the baseline plans each notification in a transaction of its own.
import { systemClock } from '#server/clock.ts'
import { createDatabase } from '#server/db/client.ts'
import { PLANNABLE, type PlanDeps, type PlannableNotification } from '#server/notifications/decide.ts'
import { planNotifications } from '#server/notifications/plan.ts'
import { cpuSeconds } from './cost.ts'
import { median, option, printTable, show } from './figures.ts'
import { acceptBacklog, insertFeatureWorkflows } from './plan/events.ts'
import { insertPeople } from './plan/people.ts'
import { pureRate } from './plan/pure.ts'
import { type Bench, runBench } from './run.ts'

/** As in the worker (`PLANNING_JOBS`). */
const SIDE_BY_SIDE = 3
/** Of the baseline, so that it need not wait for each commit. */
const SINGLE_SIDE_BY_SIDE = 10
/** Issue 5: notifications per second of the whole job on 2 cores. */
const WANTED = 10_000

const rounds = option('rounds', 3)
const users = option('users', 1_000_000)
const notifications = option('notifications', 40_000)
const single = option('single', 4_000)
const WARM_UP = 5_000

interface Planned {
  perSecond: number
  /** CPU microseconds per notification. */
  ours: number
  postgres: number
}

const silent = {
  info: () => undefined,
  warn: () => undefined,
  error: console.error,
} as unknown as PlanDeps['log']

/** Plans jobs, so many at the same time; holds the code to its word: all are planned. */
async function planAll(bench: Bench, deps: PlanDeps, jobs: readonly string[][], sideBySide: number) {
  const waiting = [...jobs]
  const own = process.cpuUsage()
  const theirs = cpuSeconds(bench.database.pid)
  const began = performance.now()
  let planned = 0
  await Promise.all(
    Array.from({ length: sideBySide }, async () => {
      for (let ids = waiting.shift(); ids; ids = waiting.shift()) {
        const count = await planNotifications(deps, ids)
        planned += count
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(own)
  const asked = jobs.flat().length
  const [left] = await deps.db.sql<{ n: number }[]>`
    select count(*)::int as n from notifications where status = 'PENDING'`
  if (planned !== asked || left?.n !== 0)
    throw new Error(`${planned} of ${asked} planned, ${left?.n} PENDING`)
  return {
    perSecond: asked / seconds,
    ours: (user + system) / asked,
    postgres: ((cpuSeconds(bench.database.pid) - theirs) / asked) * 1e6,
  }
}

await runBench(1800, async (bench) => {
  const { database } = bench
  const began = performance.now()
  await insertPeople(database.db, users)
  await insertFeatureWorkflows(database.db)
  console.log(`${show(users)} users, made in ${show((performance.now() - began) / 1000)} s`)
  const pool = (name: string) =>
    createDatabase({
      ...{ url: database.url, schema: 'posthorn', applicationName: `bench ${name}` },
      ...{ max: 16, noSeqScan: true },
    })
  const deps: PlanDeps = {
    db: pool('work'),
    clock: systemClock,
    settings: { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'Europe/Berlin' },
    log: silent,
  }
  const fresh = async (count: number) => {
    await database.clear()
    return acceptBacklog(deps.db, count, users)
  }
  await planAll(bench, deps, await fresh(WARM_UP), SIDE_BY_SIDE)
  const together: Planned[] = []
  const alone: Planned[] = []
  const pure: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    together.push(await planAll(bench, deps, await fresh(notifications), SIDE_BY_SIDE))
    const each = (await fresh(single)).flat().map((id) => [id])
    alone.push(await planAll(bench, deps, each, SINGLE_SIDE_BY_SIDE))
    await fresh(WARM_UP)
    const rows = await deps.db.sql<PlannableNotification[]>`
      select ${deps.db.sql.unsafe(PLANNABLE)} from notifications`
    pure.push(await pureRate(deps, rows))
  }
  const of = (all: readonly Planned[], pick: (one: Planned) => number) => median(all.map(pick))
  const ours = of(together, (one) => one.perSecond)
  const row = (name: string, all: readonly Planned[]) => [
    name,
    show(of(all, (one) => one.perSecond)),
    show(ours / of(all, (one) => one.perSecond), 2),
    show(of(all, (one) => one.ours)),
    show(of(all, (one) => one.postgres)),
  ]
  printTable(
    ['', 'notifications/s', 'ours ÷ it', 'CPU µs each', '+ PostgreSQL'],
    [
      row(`the job: ${SIDE_BY_SIDE} at a time, 500 each`, together),
      row(`a transaction for each, ${SINGLE_SIDE_BY_SIDE} at a time`, alone),
      [
        'the pure function alone',
        show(median(pure)),
        show(ours / median(pure), 2),
        show(1e6 / median(pure), 1),
        '–',
      ],
    ],
  )
  await deps.db.sql.end()
  if (ours < WANTED) throw new Error(`${show(ours)} notifications/s planned, ${show(WANTED)} are wanted`)
})
