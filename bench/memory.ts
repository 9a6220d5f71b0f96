// `npm run bench:memory`: the web process's memory under full load, for ten minutes (`--minutes 10`).
import { unusedPort } from '#server/supervisor/ports.ts'
import { residentMb } from './cost.ts'
import { median, option, printTable, show } from './figures.ts'
import type { LoadOrder, LoadResult } from './load.ts'
import { orderEvent } from './order-event.ts'
import { productVariables, runBench } from './run.ts'

const CONNECTIONS = 64
const PART_S = 10
const minutes = option('minutes', 10)

await runBench(minutes * 60 + 300, async ({ database, start }) => {
  const port = await unusedPort()
  const web = await start('web', 'server/web/main.ts', {
    variables: { ...productVariables(database), POSTHORN_ROLE: 'web', PORT: String(port) },
  })
  const load = await start('load', 'bench/load.ts')
  const order: LoadOrder = {
    port,
    path: '/v1/notifications',
    headers: { Authorization: `Bearer ${database.apiKey}` },
    body: orderEvent,
    connections: CONNECTIONS,
    warmMs: 0,
    measureMs: PART_S * 1000,
  }
  const rows: string[][] = []
  const byMinute: number[] = []
  console.log(`At rest ${show(residentMb(web.pid))} MB; ${CONNECTIONS} connections without a pause`)
  for (let minute = 1; minute <= minutes; minute += 1) {
    const memory: number[] = []
    let accepted = 0
    for (let part = 0; part < 60 / PART_S; part += 1) {
      // The disk, not the memory, would be what fills up.
      await database.clear()
      const result = await load.ask<LoadResult>(order)
      if (Object.keys(result.refused).length > 0) throw new Error(JSON.stringify(result.refused))
      accepted += result.accepted
      memory.push(residentMb(web.pid))
    }
    byMinute.push(median(memory))
    rows.push([String(minute), show(accepted / 60), show(median(memory)), show(Math.max(...memory))])
  }
  printTable(['minute', 'accepted/s', 'median MB', 'highest MB'], rows)
  const [, second = Number.NaN] = byMinute
  console.log(`\nFrom the second minute to the last: ${show((byMinute.at(-1) ?? Number.NaN) - second)} MB`)
})
