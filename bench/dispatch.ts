// `npm run bench:dispatch`: notifications delivered per second, and what the queue alone could do, from one run.
import { createDatabase } from '#server/db/client.ts'
import { newId } from '#server/db/ids.ts'
import { createIngest } from '#server/ingest/accept.ts'
import type { IncomingEvent } from '#server/ingest/event-row.ts'
import type { Child } from './child.ts'
import { cpuSeconds, residentMb } from './cost.ts'
import { median, option, percentile, printTable, show } from './figures.ts'
import type { NoopDone } from './noop-worker.ts'
import { type Bench, productVariables, runBench } from './run.ts'

const CONCURRENCY = 10 // the product's default (WORKER_CONCURRENCY)
const rounds = option('rounds', 3)
const notifications = option('notifications', 10_000)
const NOOP_JOBS = { default: 20_000, best: 60_000 }
const WARM_UP = 500
const LIGHT_PER_SECOND = 20
const lightSeconds = option('light', 20)
const POLL_MS = 20

const event = (): IncomingEvent => ({
  source: 'api',
  sourceName: 'bench',
  eventType: 'ORDER_CREATED',
  traceId: crypto.randomUUID(),
  // The contract's example, with an address of its own each.
  payload: {
    type: 'ORDER_CREATED',
    data: { order_id: newId(), order_total: 599, customer_email: `${newId()}@example.com` },
  },
  idempotency: null,
})

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function until(done: () => Promise<boolean>): Promise<void> {
  while (!(await done())) await sleep(POLL_MS)
}

const startWorker = ({ database, start }: Bench): Promise<Child> =>
  start('worker', 'server/worker/main.ts', {
    variables: {
      ...productVariables(database),
      POSTHORN_ROLE: 'worker',
      WORKER_CONCURRENCY: String(CONCURRENCY),
    },
  })

const ingestDatabase = ({ database }: Bench) =>
  createDatabase({
    url: database.url,
    schema: 'posthorn',
    applicationName: 'bench ingest',
    max: 3,
    noSeqScan: true,
  })

/** Accepts events as the web process does, all at once: flushes of 500, so planning jobs of 500. */
async function accept(bench: Bench, count: number): Promise<void> {
  const db = ingestDatabase(bench)
  const ingest = createIngest(db)
  await Promise.all(Array.from({ length: count }, () => ingest.accept(event())))
  await db.sql.end()
}

const isSent = async ({ database }: Bench): Promise<boolean> => {
  const [open] = await database.db.sql`select 1 from notifications where status <> 'SENT' limit 1`
  return open === undefined
}

/** Accepts a backlog whose jobs a running worker leaves alone until they are released. */
async function acceptHeld(bench: Bench, count: number): Promise<void> {
  const { sql } = bench.database.db
  await sql`create function bench_hold() returns trigger language plpgsql as
    'begin new.run_at := now() + interval ''1 day''; return new; end'`
  await sql`create trigger bench_hold before insert on graphile_worker._private_jobs
    for each row execute function bench_hold()`
  await accept(bench, count)
  await sql`drop function bench_hold cascade`
}

async function release({ database }: Bench): Promise<void> {
  await database.db.sql`update graphile_worker._private_jobs set run_at = now()`
  await database.db.sql`select pg_notify('jobs:insert', '{"count":1}')`
}

interface Delivered {
  perSecond: number
  p50: number
  p99: number
  /** ms from the release until all were planned, until the last call of a provider, until all were SENT. */
  planned: number
  called: number
  sent: number
  /** CPU microseconds per notification. */
  workerCost: number
  postgresCost: number
}

/** A backlog accepted beforehand is released at once under a running, warm worker. */
async function deliverBacklog(bench: Bench, child: Child): Promise<Delivered> {
  const { sql } = bench.database.db
  await bench.database.clear()
  await acceptHeld(bench, notifications)
  const cpu = () => [cpuSeconds(child.pid), cpuSeconds(bench.database.pid)] as const
  const before = cpu()
  const released = Date.now()
  await release(bench)
  await until(() => isSent(bench))
  const ended = Date.now()
  const after = cpu()
  const [times] = await sql<{ planned: number; called: number }[]>`
    select (select extract(epoch from max(planned_at)) * 1000 from notifications)::float8 as planned,
      (select extract(epoch from max(started_at)) * 1000 from attempts)::float8 as called`
  const sent = await sql<{ at: number }[]>`
    select (extract(epoch from sent_at) * 1000)::float8 as at from notifications`
  const waited = sent.map(({ at }) => at - released)
  return {
    perSecond: notifications / ((ended - released) / 1000),
    p50: percentile(waited, 0.5),
    p99: percentile(waited, 0.99),
    planned: (times?.planned ?? Number.NaN) - released,
    called: (times?.called ?? Number.NaN) - released,
    sent: ended - released,
    workerCost: ((after[0] - before[0]) / notifications) * 1e6,
    postgresCost: ((after[1] - before[1]) / notifications) * 1e6,
  }
}

/** Jobs per second that do nothing: from the first that began until the last was gone from the queue. */
async function runNoops(bench: Bench, preset: 'default' | 'best'): Promise<number> {
  const { database } = bench
  const jobs = NOOP_JOBS[preset]
  await database.clear()
  await database.db.sql`select count(*) from (select graphile_worker.add_jobs(array_agg(spec))
    from (select json_populate_record(null::graphile_worker.job_spec,
      json_build_object('identifier', 'bench.noop', 'payload', json_build_object('n', n))) as spec
      from generate_series(1, ${jobs}::int) n) specs) added`
  await database.db.sql`analyze graphile_worker._private_jobs`
  const child = await bench.start(`noop ${preset}`, 'bench/noop-worker.ts', {
    variables: {
      ...productVariables(database),
      POSTHORN_ROLE: 'worker',
      WORKER_CONCURRENCY: String(CONCURRENCY),
    },
    args: [preset],
  })
  const { firstAt } = await child.ask<NoopDone>({ jobs })
  await until(async () => {
    const [left] = await database.db.sql`select 1 from graphile_worker._private_jobs limit 1`
    return left === undefined
  })
  const perSecond = jobs / ((Date.now() - firstAt) / 1000)
  await child.stop()
  return perSecond
}

/** Without a backlog: from acceptance until the provider has taken it, at a pace that leaves the machine idle. */
async function lightLoad(bench: Bench): Promise<{ p50: number; p99: number; count: number }> {
  await bench.database.clear()
  const db = ingestDatabase(bench)
  const ingest = createIngest(db)
  const accepted: Promise<unknown>[] = []
  const began = performance.now()
  for (let i = 0; i < LIGHT_PER_SECOND * lightSeconds; i += 1) {
    accepted.push(ingest.accept(event()))
    await sleep(Math.max(0, began + ((i + 1) * 1000) / LIGHT_PER_SECOND - performance.now()))
  }
  await Promise.all(accepted)
  await db.sql.end()
  await until(() => isSent(bench))
  const rows = await bench.database.db.sql<{ ms: number }[]>`
    select (extract(epoch from sent_at - created_at) * 1000)::float8 as ms from notifications`
  const times = rows.map(({ ms }) => ms)
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99), count: times.length }
}

await runBench(900, async (bench) => {
  console.log(`${show(notifications)} notifications (the contract’s order example, rendered, to the built-in inbox, all
records written) accepted beforehand and released at once; median of ${rounds} interleaved rounds;
${CONCURRENCY} concurrent jobs everywhere, one worker process`)
  const ours: Delivered[] = []
  const noops = { default: [] as number[], best: [] as number[] }
  const child = await startWorker(bench)
  const atRest = residentMb(child.pid)
  await accept(bench, WARM_UP)
  await until(() => isSent(bench))
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await deliverBacklog(bench, child))
    noops.default.push(await runNoops(bench, 'default'))
    noops.best.push(await runNoops(bench, 'best'))
  }
  const of = (pick: (one: Delivered) => number) => median(ours.map(pick))
  const perSecond = of((one) => one.perSecond)
  const baseline = (name: string, figures: number[]) => {
    const each = median(figures)
    return [name, show(each), show(perSecond / each, 3), '–', '–']
  }
  printTable(
    ['', 'per second', 'ours ÷ it', 'p50 ms', 'p99 ms'],
    [
      [
        'ours: notifications delivered',
        show(perSecond),
        '1',
        show(of((one) => one.p50)),
        show(of((one) => one.p99)),
      ],
      baseline('graphile-worker no-op jobs, default', noops.default),
      baseline('graphile-worker no-op jobs, best preset', noops.best),
    ],
  )
  console.log(`
p50, p99: from the release to sent, so how long a backlog of this size takes, not what one notification costs.
All planned after ${show(of((one) => one.planned))} ms, last call to the provider after ${show(of((one) => one.called))} ms, all SENT after ${show(of((one) => one.sent))} ms.
CPU per notification: worker ${show(of((one) => one.workerCost))} µs, PostgreSQL ${show(of((one) => one.postgresCost))} µs.
Memory of worker (resident): at rest ${show(atRest)} MB, after the backlog ${show(residentMb(child.pid))} MB.`)
  const light = await lightLoad(bench)
  console.log(
    `At ${LIGHT_PER_SECOND} a second (${show(light.count)} notifications): accepted to sent p50 ${show(light.p50)} ms, ` +
      `p99 ${show(light.p99)} ms`,
  )
})
