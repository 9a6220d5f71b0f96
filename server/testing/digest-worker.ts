import { systemClock } from '#server/clock.ts'
import { createDatabase } from '#server/db/client.ts'
import { emailWorker, fakeProvider } from './delivering.ts'

// A worker of its own process, to be killed: says where it stands, and then stands still there.
const [url = '', id = '', where = ''] = process.argv.slice(2)
const db = createDatabase({ url, schema: 'posthorn', applicationName: 'digest worker', max: 3 })
const provider = fakeProvider('inbox')
const stop = (at: string) => {
  process.stdout.write(`${at}\n`)
  return new Promise<never>(() => setInterval(() => undefined, 1_000))
}
if (where === 'calling') provider.answers.push(() => stop('calling'))
const worker = emailWorker(db, {
  clock: systemClock,
  providers: [provider],
  workerId: 'killed',
  render: async ({ data }) => {
    if (where === 'rendering') await stop('rendering')
    const orders = (data.items as { order_id: string }[]).map((item) => item.order_id)
    return { subject: `${String(data.count)} orders`, html: orders.join(' '), text: '', version: 2 }
  },
})
await worker.deliver([id])
