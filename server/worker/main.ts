import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { hostname } from 'node:os'
import { systemClock } from '#server/clock.ts'
import { closeDatabases, getDatabase, getWorkDatabase, openDatabase } from '#server/db/pools.ts'
import { createEmailDelivery, Delivery } from '#server/delivery/deliver.ts'
import { createEmailProviders } from '#server/delivery/providers/registry.ts'
import { createPushProviders } from '#server/delivery/providers/web-push.ts'
import { pushPart } from '#server/delivery/push-part.ts'
import { sweep } from '#server/delivery/sweep.ts'
import { getEnv } from '#server/env.ts'
import { startKafkaConsumer } from '#server/ingest/kafka/consumer.ts'
import { planSettings } from '#server/planning/settings.ts'
import { recipientLinks } from '#server/recipients/link.ts'
import { createRenderer } from '#server/rendering/renderer.ts'
import { onShutdown, reportReady } from '#server/supervisor/child.ts'
import { logger } from '#server/telemetry/logger.ts'
import { cronItems } from './crontab.ts'
import { beat, startHeartbeat } from './heartbeat.ts'
import { startQueue } from './queue.ts'
import { releaseDeadWorker } from './release.ts'
import { backtestTask } from './tasks/backtest.ts'
import { emailTask } from './tasks/email.ts'
import { eraseSensitiveTask } from './tasks/erase-sensitive.ts'
import { eraseUsersTask } from './tasks/erase-users.ts'
import { importUsersTask } from './tasks/import-users.ts'
import {
  idempotencyKeysTask,
  partitionsTask,
  sourceTrafficTask,
  templateTrafficTask,
} from './tasks/maintenance.ts'
import { memberMailTask } from './tasks/member-mail.ts'
import { planTask } from './tasks/plan.ts'
import { pushTask } from './tasks/push.ts'
import { tidyTemplatesTask } from './tasks/tidy-templates.ts'
import { tidyUsersTask } from './tasks/tidy-users.ts'

const SWEEP_MS = 30_000
/** While two wait for their commits, a third plans: 11,100 notifications/s in place of 8,900; four are no faster. */
const PLANNING_JOBS = 3

const env = getEnv()
const log = logger()
const db = getDatabase()
const work = getWorkDatabase()
const poolIds: string[] = []
const workerId = `${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`

// With leaked locks or as a zombie, a worker does more harm than none: exit, be restarted, be unlocked by pool id.
function die(error: unknown, why: string): never {
  log.fatal({ err: error }, why)
  process.exit(1)
}
process.on('unhandledRejection', (error) => die(error, 'unhandled rejection'))
process.on('uncaughtException', (error) => die(error, 'uncaught exception'))

const providers = createEmailProviders(env.mail, work)
const pushProviders = await createPushProviders(env, work)
const allProviders = [...providers, ...pushProviders]
const identity = () => ({
  id: workerId,
  host: hostname(),
  poolIds,
  providers: Object.fromEntries(allProviders.map((provider) => [provider.name, provider.state()])),
})
const settings = planSettings(env)
const app = { name: 'Posthorn', url: env.appUrl }
if (!env.access.appSecret) throw new Error('APP_SECRET is not set in this process')
const link = recipientLinks(env.appUrl, env.access.appSecret)
const render = await createRenderer(db.orm, app, link)
const { defaultTimezone } = env
const { appSecret } = env.access
const delivering = { db: work, clock: systemClock, log, workerId, defaultTimezone }
const email = createEmailDelivery({ ...delivering, providers, render, link, mail: env.mail })
const push = new Delivery({
  ...{ ...delivering, providers: pushProviders, allowTo: env.mail.allowTo },
  part: pushPart({ render, defaultTimezone, appSecret }),
})

const memberMail = {
  db,
  clock: systemClock,
  log,
  providers,
  mail: env.mail,
  app,
  appSecret: env.access.appSecret,
}

const studio = { db, clock: systemClock, log, app, defaultTimezone: env.defaultTimezone }

const events = new EventEmitter()
events.on('pool:create', ({ workerPool }: { workerPool: { id: string } }) => poolIds.push(workerPool.id))
events.on('pool:fatalError', ({ error }: { error: unknown }) => die(error, 'the queue lost the database'))

const common = { connectionString: env.database.url ?? '', events, log }
const queues = await Promise.all([
  startQueue({
    ...common,
    concurrentJobs: PLANNING_JOBS,
    cronItems,
    tasks: {
      'notifications.plan': planTask({ db: work, clock: systemClock, settings, log }),
      'maintenance.partitions': partitionsTask(db, log),
      'maintenance.idempotency_keys': idempotencyKeysTask(db, log),
      'maintenance.source_traffic': sourceTrafficTask(db, log),
      'templates.traffic': templateTrafficTask(db, log, systemClock),
    },
  }),
  startQueue({
    ...common,
    concurrentJobs: env.worker.concurrency,
    cronItems: [],
    tasks: {
      'notifications.email': emailTask(email),
      'notifications.push': pushTask(push),
      'members.mail': memberMailTask(memberMail),
      'users.erase': eraseUsersTask({ db, clock: systemClock, log }),
      'users.import': importUsersTask({ db, clock: systemClock, log }),
      'maintenance.users': tidyUsersTask({ db, clock: systemClock, log }),
      'templates.backtest': backtestTask(studio),
      'templates.erase_sensitive': eraseSensitiveTask(studio),
      'maintenance.templates': tidyTemplatesTask(studio),
    },
  }),
])
for (const queue of queues) queue.promise.catch((error: unknown) => die(error, 'the queue stopped'))

await beat(db, identity())
const heartbeat = startHeartbeat(db, identity, {
  error: (err) => log.error({ err }, 'heartbeat failed'),
  released: (ids) => log.warn({ worker_ids: ids }, 'released dead workers'),
})
let sweeping = false
const sweeps = setInterval(() => {
  if (sweeping) return
  sweeping = true
  sweep(db, systemClock.now())
    .then((found) => {
      if (found.planned + found.due + found.settled > 0) log.warn(found, 'sweep found work')
    })
    .catch((err: unknown) => log.error({ err }, 'sweep failed'))
    .finally(() => {
      sweeping = false
    })
}, SWEEP_MS)

const kafka = env.kafka
  ? startKafkaConsumer({
      connect: () => openDatabase('kafka', 2, true),
      clock: systemClock,
      log,
      env: env.kafka,
      workerId,
    })
  : null

onShutdown(async (reason) => {
  log.info({ reason }, 'worker stopping')
  clearInterval(sweeps)
  email.stop()
  push.stop()
  await kafka?.stop()
  await Promise.all(queues.map((queue) => queue.stop()))
  await heartbeat.stop()
  // A graceful stop has been seen to leave a finished job locked.
  await releaseDeadWorker(db, workerId, systemClock.now())
  await Promise.all(allProviders.map((provider) => provider.close()))
  await closeDatabases()
  log.info({ worker_id: workerId }, 'worker stopped')
})
reportReady({ workerId })
log.info({ worker_id: workerId, providers: allProviders.map(({ name }) => name) }, 'worker started')
