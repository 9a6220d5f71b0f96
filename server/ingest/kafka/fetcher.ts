import {
  type ConnectionOptions,
  ConnectionPool,
  type Consumer,
  type fetchV17,
  findErrorBy,
} from '@platformatic/kafka'
import { type Partition, partitionName, type Slice, type StoredMessage } from './partition.ts'
import { type FetchedPartition, readRecords } from './records.ts'

export type Client = Consumer<Buffer, Buffer, Buffer, Buffer>

/** How long a broker waits for messages before it answers that there are none, ms. */
const WAIT_MS = 500
/** What one answer of a broker may hold; a larger message comes alone. */
const FETCH_BYTES = 2 * 1024 * 1024
/** What waits to be stored; then nothing is fetched. */
const BUFFER_BYTES = 16 * 1024 * 1024
/** A row costs memory beside its message's bytes. */
const ROW_BYTES = 600

/** A partition that is read here. */
interface Reading extends Partition {
  /** What is fetched next. */
  position: number
  /** Where the partition ended when it was last asked for; null: not yet. */
  end: number | null
  leaderEpoch: number
  waiting: Slice[]
}

interface Events {
  /** Something waits to be stored. */
  fetched(): void
  /** A broker did not answer as it should; it is asked again after `RETRY_MS`. */
  failed(error: unknown): void
  /** Kafka does not have the offset (any more). */
  outOfRange(partition: Partition, position: number): void
}

const RETRY_MS = 500

/** Reads partitions: one request at a time to each broker that leads some of them, as long as there is room. */
export class Fetcher {
  readonly #client: Client
  /** A broker answers one request of a connection after the other: heartbeats must not wait for messages. */
  readonly #connections: ConnectionPool
  readonly #on: Events
  #readings = new Map<string, Reading>()
  #busy = new Set<number>()
  #bytes = 0
  #turn = 0
  #stopped = false

  constructor(client: Client, connection: ConnectionOptions, on: Events) {
    this.#client = client
    this.#connections = new ConnectionPool(client.clientId, connection)
    this.#on = on
  }

  /** The partitions that are read, by name. */
  get readings(): ReadonlyMap<string, Readonly<Reading>> {
    return this.#readings
  }

  /** Reads these from now on, each at its position, and no others; what waits of the others is dropped. */
  read(partitions: readonly (Partition & { position: number })[]): void {
    const readings = new Map<string, Reading>()
    for (const partition of partitions) {
      const name = partitionName(partition)
      const known = this.#readings.get(name)
      const kept = known?.topicId === partition.topicId ? known : null
      readings.set(name, kept ?? { ...partition, end: null, leaderEpoch: -1, waiting: [] })
    }
    this.#readings = readings
    this.#bytes = 0
    for (const { waiting } of readings.values()) for (const slice of waiting) this.#bytes += slice.bytes
    this.#pump()
  }

  /** Goes on at another offset; what waits is dropped. */
  seek(partition: Partition, position: number): void {
    const reading = this.#readings.get(partitionName(partition))
    if (reading?.topicId !== partition.topicId) return
    for (const slice of reading.waiting) this.#bytes -= slice.bytes
    reading.waiting = []
    reading.position = position
    this.#pump()
  }

  /** Reads a partition no longer. */
  forget(partition: Partition): void {
    this.read([...this.#readings.values()].filter((one) => partitionName(one) !== partitionName(partition)))
  }

  /** Takes what waits, of several partitions, up to these bounds (of one message at least). */
  take(maxMessages: number, maxBytes: number): Slice[] {
    const taken: Slice[] = []
    let messages = maxMessages
    let bytes = maxBytes
    const readings = [...this.#readings.values()]
    // Each call begins with another partition, so that a full one does not keep the rest waiting.
    this.#turn = (this.#turn + 1) % Math.max(1, readings.length)
    for (const reading of [...readings.slice(this.#turn), ...readings.slice(0, this.#turn)]) {
      let whole: Slice | null = null
      while (messages > 0 && bytes > 0 && reading.waiting[0]) {
        const next = reading.waiting.shift() as Slice
        const [part, rest] = split(next, messages, bytes)
        if (rest) reading.waiting.unshift(rest)
        messages -= part.messages.length
        bytes -= part.bytes
        whole = whole ? join(whole, part) : part
      }
      if (whole) taken.push(whole)
    }
    for (const slice of taken) this.#bytes -= slice.bytes
    this.#pump()
    return taken
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#connections.close()
  }

  #pump(): void {
    if (this.#stopped || this.#readings.size === 0 || this.#bytes >= BUFFER_BYTES) return
    this.#fetchAll().catch((error: unknown) => this.#retry(error))
  }

  #retry(error: unknown): void {
    if (this.#stopped) return
    this.#on.failed(error)
    setTimeout(() => this.#pump(), RETRY_MS).unref()
  }

  async #fetchAll(): Promise<void> {
    const topics = [...new Set([...this.#readings.values()].map(({ topic }) => topic))]
    const metadata = await this.#client.metadata({ topics })
    const byBroker = new Map<number, Reading[]>()
    for (const reading of this.#readings.values()) {
      const found = metadata.topics.get(reading.topic)
      const partition = found?.id === reading.topicId ? found.partitions[reading.partition] : undefined
      if (!partition || this.#busy.has(partition.leader)) continue
      reading.leaderEpoch = partition.leaderEpoch
      byBroker.set(partition.leader, [...(byBroker.get(partition.leader) ?? []), reading])
    }
    for (const [broker, readings] of byBroker) {
      this.#busy.add(broker)
      this.#fetch(broker, readings)
        .then(
          () => this.#busy.delete(broker) && this.#pump(),
          (error: unknown) => this.#busy.delete(broker) && this.#retry(error),
        )
        .catch((error: unknown) => this.#retry(error))
    }
  }

  async #fetch(node: number, readings: readonly Reading[]): Promise<void> {
    const asked = new Map(readings.map((reading) => [reading, reading.position]))
    const response = await this.#client
      .fetch({
        node,
        topics: requestOf(readings),
        maxBytes: FETCH_BYTES,
        maxWaitTime: WAIT_MS,
        minBytes: 1,
        connectionPool: this.#connections,
      })
      .catch((error: unknown) => this.#partsOf(error, asked))
    if (!response || this.#stopped) return
    let some = false
    for (const { topicId, partitions } of response.responses) {
      for (const fetched of partitions) {
        const found = readings.find(
          (one) => one.topicId === topicId && one.partition === fetched.partitionIndex,
        )
        // Since then it may have been given to another consumer, or sought to another place.
        if (!found || this.#readings.get(partitionName(found)) !== found) continue
        if (found.position === asked.get(found)) some = this.#keep(found, fetched) || some
      }
    }
    if (some) this.#on.fetched()
  }

  #keep(reading: Reading, fetched: FetchedPartition): boolean {
    reading.end = Number(fetched.highWatermark)
    const { next, messages } = readRecords(fetched, reading.topic, reading.position)
    if (next === reading.position) return false
    const { topic, topicId, partition, position, end, leaderEpoch } = reading
    const bytes = messages.reduce((sum, message) => sum + bytesOf(message), 0)
    const slice = { topic, topicId, partition, first: position, next, end, leaderEpoch, messages, bytes }
    reading.waiting.push(slice)
    reading.position = next
    this.#bytes += bytes
    return true
  }

  /** Of a failed request: says which offsets are out of range, if that is all; else throws it. */
  #partsOf(error: unknown, asked: ReadonlyMap<Reading, number>): null {
    if (!(error instanceof Error) || !findErrorBy(error, 'apiId', 'OFFSET_OUT_OF_RANGE')) throw error
    for (const { topicId, partitions } of responseOf(error)) {
      for (const { partitionIndex, errorCode } of partitions) {
        if (errorCode !== OUT_OF_RANGE) continue
        for (const [reading, position] of asked) {
          if (reading.topicId === topicId && reading.partition === partitionIndex)
            this.#on.outOfRange(reading, position)
        }
      }
    }
    throw error
  }
}

/** Kafka protocol, error codes. */
const OUT_OF_RANGE = 1

interface FailedResponse {
  responses: { topicId: string; partitions: { partitionIndex: number; errorCode: number }[] }[]
}

function responseOf(error: Error): FailedResponse['responses'] {
  const { response } = error as { response?: FailedResponse }
  if (response) return response.responses
  const inner = error instanceof AggregateError ? error.errors : []
  return inner.flatMap((one: unknown) => (one instanceof Error ? responseOf(one) : [])).slice(0, 1)
}

function requestOf(readings: readonly Reading[]): fetchV17.FetchRequestTopic[] {
  return readings.map(({ topicId, partition, position, leaderEpoch }) => ({
    topicId,
    partitions: [
      {
        partition,
        fetchOffset: BigInt(position),
        partitionMaxBytes: FETCH_BYTES,
        currentLeaderEpoch: leaderEpoch,
        lastFetchedEpoch: -1,
      },
    ],
  }))
}

const bytesOf = ({ row }: StoredMessage): number => row.payload.length + ROW_BYTES

/** The beginning of a slice within the bounds (one message at least), and the rest. */
function split(slice: Slice, maxMessages: number, maxBytes: number): [Slice, Slice | null] {
  if (slice.messages.length <= maxMessages && slice.bytes <= maxBytes) return [slice, null]
  let count = 0
  let bytes = 0
  for (const message of slice.messages) {
    if (count > 0 && (count >= maxMessages || bytes + bytesOf(message) > maxBytes)) break
    bytes += bytesOf(message)
    count += 1
  }
  const middle = slice.messages[count]?.offset
  if (middle === undefined) return [slice, null]
  return [
    { ...slice, next: middle, messages: slice.messages.slice(0, count), bytes },
    { ...slice, first: middle, messages: slice.messages.slice(count), bytes: slice.bytes - bytes },
  ]
}

const join = (a: Slice, b: Slice): Slice => ({
  ...b,
  first: a.first,
  messages: a.messages.concat(b.messages),
  bytes: a.bytes + b.bytes,
})
