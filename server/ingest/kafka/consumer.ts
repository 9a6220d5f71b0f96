import type { Clock } from '#server/clock.ts'
import type { Database } from '#server/db/client.ts'
import type { KafkaEnv } from '#server/env.ts'
import type { Logger } from '#server/telemetry/logger.ts'
import { failureWords } from './failure-words.ts'
import { partitionName, type Slice } from './partition.ts'
import { Rates } from './rates.ts'
import { type ConsumerReport, deleteReport, writeReport } from './report.ts'
import { type Pace, Session } from './session.ts'
import { pause, within } from './waiting.ts'

const PACE: Pace = { topicsMs: 3_000, sessionMs: 15_000, messages: 2_000, bytes: 8 * 1024 * 1024 }
const REPORT_MS = 2_000
const REPORT_LIMIT_MS = 5_000
/** Waits before a new session: after a short one they grow. */
const WAITS_MS = [500, 1_000, 2_000, 5_000]
const LONG_ENOUGH_MS = 30_000

export interface ConsumerDeps {
  /** Opens a pool, which is closed again: one that lost its connections in the middle of a statement may be of no use. */
  connect(): Database
  clock: Clock
  log: Logger
  env: KafkaEnv
  workerId: string
  /** For tests that do not want to wait. */
  pace?: Partial<Pace> & { reportMs?: number }
}

export interface KafkaConsumer {
  /** Finishes what is being stored, tells Kafka, leaves the group. */
  stop(): Promise<void>
}

/**
 * Consumes Kafka's topics into notifications until it is stopped. Whatever fails (brokers, PostgreSQL) is said in
 * `kafka_consumers` and, once, in the log, and tried again for ever; it never throws.
 */
export function startKafkaConsumer(deps: ConsumerDeps): KafkaConsumer {
  const { connect, log, env, workerId } = deps
  const { reportMs = REPORT_MS, ...pace } = deps.pace ?? {}
  const stopping = new AbortController()
  const rates = new Rates(performance.now())
  let session: Session | null = null
  let state: ConsumerReport['state'] = 'connecting'
  let error: string | null = null

  const running = () => {
    if (state === 'running') return
    log.info({ group: env.groupId }, 'kafka consumer running')
    state = 'running'
    error = null
  }
  const failing = (failure: unknown) => {
    const words = failureWords(failure)
    if (state !== 'failing' || error !== words)
      log.error({ err: failure, group: env.groupId }, 'kafka consumer failing')
    state = 'failing'
    error = words
  }
  const stored = (slices: readonly Slice[]) => {
    for (const slice of slices) rates.add(partitionName(slice), slice.messages.length)
  }

  const consume = async () => {
    let short = 0
    while (!stopping.signal.aborted) {
      const began = performance.now()
      const db = connect()
      try {
        session = new Session({
          ...deps,
          db,
          groupId: env.groupId,
          pace: { ...PACE, ...pace },
          on: { running, failing, stored },
        })
        await session.run(stopping.signal)
      } catch (failure) {
        failing(failure)
      }
      session = null
      await db.sql.end({ timeout: 0 }).catch(() => undefined)
      short = performance.now() - began < LONG_ENOUGH_MS ? short + 1 : 0
      await pause(WAITS_MS[Math.min(short, WAITS_MS.length - 1)] ?? 0, stopping.signal)
    }
  }

  let reports = connect()
  const write = async (readings: Session['readings'] | undefined) => {
    const perSecond = rates.perSecond(performance.now())
    const report = writeReport(reports, {
      ...{ workerId, groupId: env.groupId, state, error, stored: rates.total, perSecond: perSecond.all },
      partitions: [...(readings?.values() ?? [])].map((one) => ({
        ...one,
        perSecond: perSecond.of(partitionName(one)),
      })),
    })
    await within(REPORT_LIMIT_MS, report, 'Writing how it is')
  }
  const report = async () => {
    let silent = false
    while (!stopping.signal.aborted) {
      try {
        await write(session?.readings)
        silent = false
      } catch (err) {
        if (!silent) log.error({ err }, 'the state of the kafka consumer could not be written')
        silent = true
        await reports.sql.end({ timeout: 0 }).catch(() => undefined)
        reports = connect()
      }
      await pause(reportMs, stopping.signal)
    }
  }

  const ended = Promise.all([consume(), report()])
  return {
    stop: async () => {
      stopping.abort()
      await ended
      const forgotten = within(REPORT_LIMIT_MS, deleteReport(reports, workerId), 'Forgetting it')
      await forgotten.catch((err: unknown) => log.warn({ err }, 'the kafka consumer’s row was left'))
      await reports.sql.end({ timeout: 0 }).catch(() => undefined)
      log.info({ group: env.groupId, stored: rates.total }, 'kafka consumer stopped')
    },
  }
}
