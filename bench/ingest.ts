// `npm run bench:ingest`: accepted events per second, ours and its baselines, from one run in interleaved rounds.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { unusedPort } from '#server/supervisor/ports.ts'
import type { Child } from './child.ts'
import { cpuSeconds, residentMb } from './cost.ts'
import { median, option, printTable, show } from './figures.ts'
import type { LoadOrder, LoadResult } from './load.ts'
import { orderEvent } from './order-event.ts'
import { type Bench, productVariables, runBench } from './run.ts'

const CONNECTIONS = [1, 16, 64, 256]
const rounds = option('rounds', 3)
const measureMs = option('seconds', 3) * 1000
const warmMs = 700
/** Before the first round, so that no server is measured before its code is compiled. */
const FIRST_WARM_MS = 2_000

const BATCH = 1_000
const batch = `{"notifications":[${Array.from({ length: BATCH }, () => orderEvent).join(',')}]}`

interface Server {
  name: string
  port: number
  process: Child
}

interface Measured extends LoadResult {
  /** CPU microseconds per accepted event, of the server and of PostgreSQL. */
  serverCost: number
  postgresCost: number
}

const build = fileURLToPath(new URL('../.next/BUILD_ID', import.meta.url))
if (!existsSync(build)) {
  const script = fileURLToPath(new URL('../bin/build.js', import.meta.url))
  if (spawnSync(process.execPath, [script], { stdio: 'inherit' }).status !== 0) process.exit(1)
}

async function startServers({ database, start }: Bench): Promise<Server[]> {
  const variables = { ...productVariables(database), POSTHORN_ROLE: 'web' }
  const server = async (name: string, script: string, args: string[] = []): Promise<Server> => {
    const port = await unusedPort()
    const process = await start(name, script, { variables: { ...variables, PORT: String(port) }, args })
    return { name, port, process }
  }
  return [
    await server('ours, in front of Next', 'server/web/main.ts'),
    await server('ours, through Next’s route handler', 'bench/next-server.ts'),
    await server('bare node:http, same group commit', 'bench/bare-server.ts', ['group']),
    await server('bare node:http, transaction per request', 'bench/bare-server.ts', ['single']),
  ]
}

/** Sends the load, and holds the servers to their word: what was accepted is stored, all of it. */
async function measure(
  { database }: Bench,
  load: Child,
  server: Server,
  connections: number,
  { warmMs, measureMs, batched }: { warmMs: number; measureMs: number; batched?: boolean },
): Promise<Measured> {
  await database.clear()
  const order: LoadOrder = {
    port: server.port,
    path: batched ? '/v1/notifications/batch' : '/v1/notifications',
    headers: { Authorization: `Bearer ${database.apiKey}` },
    body: batched ? batch : orderEvent,
    connections,
    warmMs,
    measureMs,
  }
  const before = [cpuSeconds(server.process.pid), cpuSeconds(database.pid)] as const
  const result = await load.ask<LoadResult>(order)
  const after = [cpuSeconds(server.process.pid), cpuSeconds(database.pid)] as const
  if (Object.keys(result.refused).length > 0) {
    throw new Error(`${server.name} refused: ${JSON.stringify(result.refused)}`)
  }
  const [stored] = await database.db.sql<{ n: number }[]>`select count(*)::int as n from notifications`
  const events = result.accepted * (batched ? BATCH : 1)
  if (stored?.n !== events) throw new Error(`${server.name} accepted ${events} and stored ${stored?.n}`)
  return {
    ...result,
    serverCost: ((after[0] - before[0]) / result.accepted) * 1e6,
    postgresCost: ((after[1] - before[1]) / result.accepted) * 1e6,
  }
}

await runBench(900, async (bench) => {
  const load = await bench.start('load', 'bench/load.ts')
  const servers = await startServers(bench)
  const [ours] = servers
  const atRest = residentMb(ours?.process.pid ?? 0)
  for (const server of servers) {
    await measure(bench, load, server, 16, { warmMs: FIRST_WARM_MS, measureMs: 100 })
  }

  console.log(`POST /v1/notifications, the contract’s order example; the worker is not running;
median of ${rounds} interleaved rounds of ${measureMs / 1000} s, tables emptied before each`)
  const rows: string[][] = []
  for (const connections of CONNECTIONS) {
    const measured = new Map<string, Measured[]>(servers.map(({ name }) => [name, []]))
    for (let round = 0; round < rounds; round += 1) {
      for (const server of servers) {
        measured
          .get(server.name)
          ?.push(await measure(bench, load, server, connections, { warmMs, measureMs }))
      }
    }
    const of = (name: string, pick: (one: Measured) => number) =>
      median((measured.get(name) ?? []).map((one) => pick(one)))
    const oursPerSecond = of(ours?.name ?? '', (one) => one.perSecond)
    for (const { name } of servers) {
      const perSecond = of(name, (one) => one.perSecond)
      const ratio = oursPerSecond / perSecond
      rows.push([
        name,
        show(connections),
        show(perSecond),
        name === ours?.name ? '1' : show(ratio, 2),
        show(
          of(name, (one) => one.p50),
          2,
        ),
        show(
          of(name, (one) => one.p99),
          2,
        ),
        show(of(name, (one) => one.serverCost)),
        show(of(name, (one) => one.postgresCost)),
      ])
    }
  }
  printTable(
    ['server', 'connections', 'accepted/s', 'ours ÷ it', 'p50 ms', 'p99 ms', 'CPU µs/event', '+ PostgreSQL'],
    rows,
  )

  const after = residentMb(ours?.process.pid ?? 0)
  console.log(`\nMemory of web (resident): at rest ${show(atRest)} MB, after the run ${show(after)} MB`)
  if (!ours) return
  await batchesOf(bench, load, ours)
  await besideWorker(bench, load, ours)
})

/** What a batch costs in single calls: time of an answer with one connection, and CPU of web and PostgreSQL. */
async function batchesOf(bench: Bench, load: Child, ours: Server): Promise<void> {
  const [single, batches] = [
    await measure(bench, load, ours, 1, { warmMs, measureMs }),
    await measure(bench, load, ours, 1, { warmMs, measureMs, batched: true }),
  ]
  const cpu = (one: Measured) => one.serverCost + one.postgresCost
  console.log(
    `A batch of ${show(BATCH)}: p50 ${show(batches.p50, 2)} ms, ${show(batches.p50 / single.p50, 1)} single calls; ` +
      `CPU ${show(cpu(batches) / 1000, 1)} ms, ${show(cpu(batches) / cpu(single), 1)} single calls`,
  )
}

/** The same with the worker delivering at the same time, on the same cores: what the whole product takes in. */
async function besideWorker(bench: Bench, load: Child, ours: Server): Promise<void> {
  await bench.database.clear()
  const worker = await bench.start('worker', 'server/worker/main.ts', {
    variables: { ...productVariables(bench.database), POSTHORN_ROLE: 'worker' },
  })
  const atRest = residentMb(worker.pid)
  const result = await measure(bench, load, ours, 64, { warmMs, measureMs })
  console.log(
    `With the worker delivering beside it, 64 connections: ${show(result.perSecond)} accepted/s, ` +
      `p50 ${show(result.p50, 2)} ms, p99 ${show(result.p99, 2)} ms\n` +
      `Memory of worker (resident): at rest ${show(atRest)} MB, under this load ${show(residentMb(worker.pid))} MB`,
  )
  await worker.stop()
}
