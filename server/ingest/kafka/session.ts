import { Admin, Consumer } from '@platformatic/kafka'
import { isDatabaseAway } from '#server/db/client.ts'
import type { KafkaEnv } from '#server/env.ts'
import { clientOptions } from './client.ts'
import { Committer } from './committer.ts'
import { type Client, Fetcher } from './fetcher.ts'
import { type Partition, partitionName, type Slice } from './partition.ts'
import { movePosition, nextThere, startPositions, storedPositions } from './positions.ts'
import { type StoreDeps, storeSlices } from './store.ts'
import { trackTopics, wantedTopics } from './topics.ts'
import { pause, within } from './waiting.ts'

export interface SessionDeps extends StoreDeps {
  env: KafkaEnv
  pace: Pace
  on: {
    /** It reads. */
    running(): void
    /** Something failed that is tried again. */
    failing(error: unknown): void
    stored(slices: readonly Slice[]): void
  }
}

export interface Pace {
  /** How often topics are looked for, ms. */
  topicsMs: number
  /** Without a heartbeat for so long, Kafka gives a consumer's partitions to others, ms. */
  sessionMs: number
  /** What one statement stores at most. */
  messages: number
  bytes: number
}

/** So long may brokers fail before everything is begun anew, ms. */
const TROUBLE_MS = 20_000
/** A statement takes milliseconds. One that never ends: postgres.js forgets to send what a lost connection had. */
const STORE_MS = 30_000
/** Between two tries. */
const RETRY_MS = 1_000
/** Brokers that are away must not hold up a shutdown. */
const CLOSE_MS = 3_000

/**
 * One membership in the consumer group, from joining it until `signal` is aborted (then it has finished what it was
 * storing, told Kafka, and left) or until something fails for good, which it throws. PostgreSQL says where each
 * partition goes on, so nothing depends on how a session ends.
 */
export class Session {
  readonly #deps: SessionDeps
  readonly #client: Client
  readonly #admin: Admin
  readonly #fetcher: Fetcher
  readonly #committer: Committer
  /** Aborted when the session ends, for whatever reason. */
  readonly #ending = new AbortController()
  readonly #failed = Promise.withResolvers<never>()
  #counts = new Map<string, number>()
  /** The group has not heard yet of a change of topics, or of how many partitions they have. */
  #mustJoin = false
  #wake: (() => void) | null = null
  #joined = false
  #assigning: Promise<void> = Promise.resolve()
  #broker: { error: unknown; since: number } | null = null
  #storing: { error: unknown } | null = null

  constructor(deps: SessionDeps) {
    this.#deps = deps
    const { env, pace } = deps
    const options = clientOptions(env)
    this.#failed.promise.catch(() => undefined)
    this.#admin = new Admin(options)
    this.#client = new Consumer<Buffer, Buffer, Buffer, Buffer>({
      ...options,
      groupId: env.groupId,
      autocommit: false,
      sessionTimeout: pace.sessionMs,
      rebalanceTimeout: pace.sessionMs,
      heartbeatInterval: Math.ceil(pace.sessionMs / 6),
      heartbeatStallTimeout: pace.sessionMs,
      // Several consumers that join at the same time make each other begin again a few times.
      retries: 5,
    })
    this.#committer = new Committer(this.#client, deps.log)
    this.#fetcher = new Fetcher(this.#client, options, {
      fetched: () => this.#wakeUp(),
      failed: (error) => this.#trouble(error),
      outOfRange: (partition, position) => void this.#findPlace(partition, position).catch(this.#fail),
    })
    this.#client.on('error', this.#fail)
    this.#client.on('consumer:group:join', () => this.#assign())
    this.#client.on('consumer:heartbeat:stalled', ({ lastError }) =>
      this.#fail(lastError ?? new Error('The group’s coordinator does not answer.')),
    )
  }

  /** The partitions that are read here. */
  get readings() {
    return this.#fetcher.readings
  }

  async run(signal: AbortSignal): Promise<void> {
    const stop = () => this.#ending.abort()
    signal.addEventListener('abort', stop)
    if (signal.aborted) stop()
    const storing = this.#store()
    try {
      await Promise.race([this.#followTopics(), this.#failed.promise])
    } finally {
      signal.removeEventListener('abort', stop)
      this.#ending.abort()
      this.#wakeUp()
      await storing.catch(() => undefined)
      await this.#close()
    }
    await storing
  }

  readonly #fail = (error: unknown): void => this.#failed.reject(error)

  #wakeUp(): void {
    this.#wake?.()
  }

  /** A broker fails: it is tried again for a while. */
  #trouble(error: unknown): void {
    if (this.#ending.signal.aborted) return
    this.#broker = { error, since: this.#broker?.since ?? Date.now() }
    this.#tell()
    if (Date.now() - this.#broker.since > TROUBLE_MS) this.#fail(error)
  }

  #tell(): void {
    const trouble = this.#storing ?? this.#broker
    if (trouble) this.#deps.on.failing(trouble.error)
    else this.#deps.on.running()
  }

  async #followTopics(): Promise<void> {
    const { signal } = this.#ending
    while (!signal.aborted) {
      try {
        await this.#subscribe()
        if (signal.aborted) return
        if (this.#mustJoin && this.#client.topics.size > 0) {
          await this.#client.joinGroup({})
          this.#mustJoin = false
          this.#joined = true
        }
        this.#broker = null
        this.#tell()
      } catch (error) {
        // Before the first membership there is nothing worth keeping.
        if (!this.#joined) throw error
        this.#trouble(error)
      }
      await pause(this.#deps.pace.topicsMs, signal)
    }
  }

  /** Subscribes to what there is now. What follows may fail: the group hears of a change at the next try then. */
  async #subscribe(): Promise<void> {
    const wanted = new Set(wantedTopics(await this.#admin.listTopics({}), this.#deps.env.topics))
    if (trackTopics(this.#client.topics, wanted)) this.#mustJoin = true
    const metadata = await this.#client.metadata({ topics: [...wanted], forceUpdate: true })
    const counts = new Map(
      [...metadata.topics].map(([topic, { partitionsCount }]) => [topic, partitionsCount]),
    )
    const grown = [...counts].some(
      ([topic, count]) => this.#counts.has(topic) && this.#counts.get(topic) !== count,
    )
    if (grown) this.#mustJoin = true
    this.#counts = counts
    // A topic that was deleted and made anew keeps its name and place in the group.
    const renewed = [...this.readings.values()].some(
      ({ topic, topicId }) => metadata.topics.has(topic) && metadata.topics.get(topic)?.id !== topicId,
    )
    if (renewed) this.#assign()
  }

  /** Reads what the group gives us; one change after the other. */
  #assign(): void {
    this.#assigning = this.#assigning.then(() => this.#takeAssigned()).catch(this.#fail)
  }

  async #takeAssigned(): Promise<void> {
    const { signal } = this.#ending
    while (!signal.aborted) {
      try {
        await this.#readAssigned()
        this.#storing = null
        this.#tell()
        return
      } catch (error) {
        if (isDatabaseAway(error)) {
          this.#storing = { error }
          this.#tell()
          // The partitions of a new topic are led by nobody for a moment.
        } else this.#trouble(error)
        await pause(RETRY_MS, signal)
      }
    }
  }

  async #readAssigned(): Promise<void> {
    const { db, groupId } = this.#deps
    const assigned = this.#client.assignments ?? []
    const topics = assigned.map(({ topic }) => topic)
    // A leader that knows a new topic already may give us partitions of it.
    for (const topic of topics) if (!this.#client.topics.has(topic)) this.#client.topics.track(topic)
    const metadata = await this.#client.metadata({ topics, forceUpdate: true })
    const partitions: Partition[] = assigned.flatMap(({ topic, partitions: numbers }) => {
      const topicId = metadata.topics.get(topic)?.id
      return topicId === undefined ? [] : numbers.map((partition) => ({ topic, topicId, partition }))
    })
    const kept = partitions.flatMap((one) => {
      const reading = this.readings.get(partitionName(one))
      return reading?.topicId === one.topicId ? [reading] : []
    })
    this.#fetcher.read(kept)
    const added = partitions.filter((one) => !this.readings.has(partitionName(one)))
    const found = startPositions(db, this.#client, groupId, added)
    const positions = await within(STORE_MS, found, 'Finding where to begin')
    this.#fetcher.read([
      ...kept,
      ...added.map((one) => ({ ...one, position: positions.get(partitionName(one)) ?? 0 })),
    ])
  }

  async #findPlace(partition: Partition, position: number): Promise<void> {
    const { db, groupId, log } = this.#deps
    const to = await nextThere(this.#client, partition, position)
    if (to === position) return
    const { topic, partition: number } = partition
    log.error({ topic, partition: number, from: position, to }, 'kafka does not have the next offset')
    await movePosition(db, groupId, partition, position, to)
    this.#fetcher.seek(partition, to)
  }

  async #store(): Promise<void> {
    const { signal } = this.#ending
    const { messages, bytes } = this.#deps.pace
    while (!signal.aborted) {
      const slices = this.#fetcher.take(messages, bytes)
      if (slices.length === 0) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
        this.#wake = null
      } else await this.#storeOrWait(slices)
    }
  }

  async #storeOrWait(slices: Slice[]): Promise<void> {
    const { signal } = this.#ending
    for (;;) {
      try {
        const stored = await within(STORE_MS, storeSlices(this.#deps, slices), 'Storing')
        this.#storing = null
        this.#broker = null
        this.#tell()
        this.#deps.on.stored(stored)
        this.#committer.add(stored)
        const overtaken = slices.filter((slice) => !stored.includes(slice))
        if (overtaken.length > 0) await this.#catchUp(overtaken)
        return
      } catch (error) {
        this.#storing = { error }
        this.#tell()
        if (!isDatabaseAway(error)) return this.#fail(error)
        await pause(RETRY_MS, signal)
        if (signal.aborted) return
      }
    }
  }

  /** Another consumer stored these: reading goes on where it is. */
  async #catchUp(slices: readonly Slice[]): Promise<void> {
    const { db, groupId } = this.#deps
    const positions = await storedPositions(db.sql, groupId, slices)
    for (const slice of slices) {
      const position = positions.get(partitionName(slice))
      if (position !== undefined) this.#fetcher.seek(slice, position)
      else {
        // Its row is gone: it begins as if it had just been given to us.
        this.#fetcher.forget(slice)
        this.#assign()
      }
    }
  }

  async #close(): Promise<void> {
    const leave = async () => {
      await this.#committer.done()
      await this.#fetcher.stop()
      await this.#client.close(true)
      await this.#admin.close()
    }
    await within(CLOSE_MS, leave(), 'Leaving the group').catch((error: unknown) =>
      this.#deps.log.debug({ err: error }, 'kafka consumer closed badly'),
    )
  }
}
