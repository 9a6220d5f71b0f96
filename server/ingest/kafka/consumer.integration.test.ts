import { describe, expect, test } from 'vitest'
import { missingKafka } from '#server/testing/kafka-broker.ts'
import { kafkaConsumers, numbered, upTo, WAIT } from '#server/testing/kafka-consumer.ts'

const missing = await missingKafka()

describe.skipIf(missing !== null)('a consumer', () => {
  const { database, group, kafka, numbers, start } = kafkaConsumers()

  test('picks up a topic and partitions that appear while it runs, from their beginning', async () => {
    const [first = ''] = await start('order-events')
    await kafka().send(first, numbered(0, 5))
    kafka().consume(database(), group())
    await expect.poll(() => numbers(first), WAIT).toEqual(upTo(5))
    const later = kafka().name('order_events')
    await kafka().topics([later], 1)
    await kafka().send(later, numbered(0, 7))
    await expect.poll(() => numbers(later), WAIT).toEqual(upTo(7))
    await kafka().admin.createPartitions({ topics: [{ name: later, count: 2, assignments: null }] })
    await expect
      .poll(
        () =>
          kafka()
            .send(later, [{ value: { n: 7 }, partition: 1 }])
            .catch(() => 'not yet'),
        WAIT,
      )
      .toBeUndefined()
    await expect.poll(() => numbers(later), WAIT).toEqual(upTo(8))
  })

  test('begins a topic again that was deleted and made anew', async () => {
    const [topic = ''] = await start('order-events')
    await kafka().send(topic, numbered(0, 30))
    kafka().consume(database(), group())
    await expect.poll(() => numbers(topic), WAIT).toEqual(upTo(30))
    await kafka().admin.deleteTopics({ topics: [topic] })
    await expect
      .poll(
        () =>
          kafka()
            .topics([topic], 2)
            .catch(() => 'still there'),
        WAIT,
      )
      .toBeUndefined()
    await kafka().send(topic, numbered(30, 35))
    await expect.poll(() => numbers(topic), WAIT).toEqual(upTo(35))
  })

  test('goes on with the others when a topic is deleted', async () => {
    const [gone = '', left = ''] = await start('order-events', 'user-events')
    await kafka().send(gone, numbered(0, 3))
    kafka().consume(database(), group(), 'survivor')
    await expect.poll(() => numbers(gone), WAIT).toEqual(upTo(3))
    await kafka().admin.deleteTopics({ topics: [gone] })
    await kafka().send(left, numbered(0, 3))
    await expect.poll(() => numbers(left), WAIT).toEqual(upTo(3))
    await expect
      .poll(async () => {
        const [row] = await database().db.sql`select state, partitions from kafka_consumers
          where worker_id = 'survivor'`
        return row
      }, WAIT)
      .toEqual({ state: 'running', partitions: [`${left}/0`, `${left}/1`] })
  })

  test('adds nothing when everything is delivered again, and goes on behind it', async () => {
    const [topic = ''] = await start('payment_events')
    await kafka().send(topic, numbered(0, 50))
    const { groupId } = group()
    const first = kafka().consume(database(), { groupId })
    await expect.poll(() => numbers(topic), WAIT).toEqual(upTo(50))
    await first.stop()
    // As after a crash between our commit and Kafka's; and as when somebody rewinds the group.
    await kafka().admin.alterConsumerGroupOffsets({
      groupId,
      topics: [{ name: topic, partitionOffsets: [0, 1].map((partition) => ({ partition, offset: 0n })) }],
    })
    await kafka().send(topic, numbered(50, 60))
    kafka().consume(database(), { groupId })
    await expect.poll(() => numbers(topic), WAIT).toEqual(upTo(60))
  })

  test('goes on where the group’s consumer before us had come to', async () => {
    const [topic = ''] = await start('user-events')
    await kafka().send(
      topic,
      numbered(0, 10).map(({ value }) => ({ value, partition: 0 })),
    )
    const { groupId } = group()
    await kafka().admin.alterConsumerGroupOffsets({
      groupId,
      topics: [{ name: topic, partitionOffsets: [{ partition: 0, offset: 4n }] }],
    })
    kafka().consume(database(), { groupId })
    await expect.poll(() => numbers(topic), WAIT).toEqual([4, 5, 6, 7, 8, 9])
  })

  test('tells Kafka how far it is', async () => {
    const [topic = ''] = await start('user_events')
    await kafka().send(
      topic,
      numbered(0, 10).map(({ value }) => ({ value, partition: 0 })),
    )
    const { groupId } = group()
    const consumer = kafka().consume(database(), { groupId })
    await expect.poll(() => numbers(topic), WAIT).toEqual(upTo(10))
    await consumer.stop()
    const [found] = await kafka().admin.listConsumerGroupOffsets({ groups: [groupId] })
    const offsets = found?.topics.flatMap(({ partitions }) => partitions) ?? []
    expect(offsets.find(({ partitionIndex }) => partitionIndex === 0)?.committedOffset).toBe(10n)
  })

  test('goes on behind what retention has deleted', async () => {
    const [topic = ''] = await start('scheduler-events')
    const at = (from: number, to: number) => numbered(from, to).map(({ value }) => ({ value, partition: 0 }))
    await kafka().send(topic, at(0, 5))
    const { groupId } = group()
    const first = kafka().consume(database(), { groupId })
    await expect.poll(() => numbers(topic), WAIT).toEqual(upTo(5))
    await first.stop()
    await kafka().send(topic, at(5, 20))
    await kafka().admin.deleteRecords({
      topics: [{ name: topic, partitions: [{ partition: 0, offset: 15n }] }],
    })
    kafka().consume(database(), { groupId })
    await expect.poll(() => numbers(topic), WAIT).toEqual([0, 1, 2, 3, 4, 15, 16, 17, 18, 19])
  })

  test('passes over what aborted transactions left', async () => {
    const [topic = ''] = await start('saga-events')
    await kafka().transact(topic, [{ n: 100 }, { n: 101 }], 'abort')
    await kafka().transact(topic, [{ n: 0 }, { n: 1 }], 'commit')
    await kafka().transact(topic, [{ n: 102 }], 'abort')
    await kafka().send(topic, [{ value: { n: 2 }, partition: 0 }])
    kafka().consume(database(), group())
    await expect.poll(() => numbers(topic), WAIT).toEqual([0, 1, 2])
  })

  test('leaves the topics alone that are not asked for', async () => {
    const [orders = '', users = ''] = await start('order-events', 'user-events')
    await kafka().send(orders, numbered(0, 3))
    await kafka().send(users, numbered(0, 3))
    kafka().consume(database(), { ...group(), topics: [users, 'not-there-yet'] })
    await expect.poll(() => numbers(users), WAIT).toEqual(upTo(3))
    expect(await numbers(orders)).toEqual([])
  })

  test('shares the partitions with a second one, and each message is stored once', async () => {
    const [topic = ''] = await start('order-events')
    await kafka().admin.createPartitions({ topics: [{ name: topic, count: 8, assignments: null }] })
    const { groupId } = group()
    const first = kafka().consume(database(), { groupId }, 'first')
    let sent = 0
    const send = async () => {
      await kafka().send(topic, numbered(sent, sent + 100))
      sent += 100
    }
    await send()
    kafka().consume(database(), { groupId }, 'second')
    const partitions = async (worker: string) => {
      const [row] = await database().db.sql<{ partitions: string[] }[]>`
        select partitions from kafka_consumers where worker_id = ${worker}`
      return row?.partitions ?? []
    }
    await expect
      .poll(async () => {
        await send()
        const [one, two] = [await partitions('first'), await partitions('second')]
        return one.length > 0 && two.length > 0 && new Set([...one, ...two]).size === 8
      }, WAIT)
      .toBe(true)
    await send()
    await first.stop()
    await send()
    await expect.poll(() => numbers(topic), WAIT).toEqual(upTo(sent))
    expect(await partitions('first')).toEqual([])
    await expect.poll(async () => (await partitions('second')).length, WAIT).toBe(8)
  })

  test('says how it is, how far each partition is, and how much waits', async () => {
    const [topic = ''] = await start('notification-events')
    await kafka().send(
      topic,
      numbered(0, 20).map(({ value }) => ({ value, partition: 1 })),
    )
    const consumer = kafka().consume(database(), group(), 'reporter')
    const report = async () => {
      const [row] = await database().db.sql`select state, error, partitions, stored from kafka_consumers
        where worker_id = 'reporter'`
      return row
    }
    const running = { state: 'running', error: null, partitions: [`${topic}/0`, `${topic}/1`], stored: '20' }
    await expect.poll(report, WAIT).toEqual(running)
    const offsets = await database().db.sql`select partition, next_offset, end_offset from kafka_offsets
      where topic = ${topic} order by partition`
    expect(offsets[1]).toEqual({ partition: 1, next_offset: '20', end_offset: '20' })
    await consumer.stop()
    expect(await report()).toBeUndefined()
  })
})
