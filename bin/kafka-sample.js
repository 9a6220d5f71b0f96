// `npm run kafka:sample`: one message of each kind to each topic of the contract, at KAFKA_BOOTSTRAP_SERVERS.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Admin, Producer } from '@platformatic/kafka'
import { EnvError, getEnv } from '#server/env.ts'
import { clientOptions } from '#server/ingest/kafka/client.ts'
import { failureWords } from '#server/ingest/kafka/failure-words.ts'
import { sampleMessages, sampleTopics } from '#server/ingest/kafka/sample-messages.ts'

const UNKNOWN_AT_FIRST_TRIES = 20

/** @param {import('#server/env.ts').KafkaEnv} kafka */
async function send(kafka) {
  const options = clientOptions(kafka)
  const admin = new Admin(options)
  const producer = new Producer({ ...options, retries: UNKNOWN_AT_FIRST_TRIES })
  try {
    const existing = await admin.listTopics({})
    const missing = sampleTopics.filter((topic) => !existing.includes(topic))
    if (missing.length > 0) await admin.createTopics({ topics: missing, partitions: -1, replicas: -1 })
    for (const topic of sampleTopics) {
      const orderId = `sample-${topic}`
      const messages = sampleMessages(orderId)
      await producer.send({
        messages: messages.map(({ value, headers = {} }) => ({
          topic,
          key: Buffer.from(orderId),
          value,
          headers: new Map(
            Object.entries(headers).map(([name, text]) => [Buffer.from(name), Buffer.from(text)]),
          ),
        })),
      })
      console.log(
        `${topic}${missing.includes(topic) ? ' (made)' : ''}: ${messages.length} messages of order ${orderId}`,
      )
    }
    console.log(
      `\nEach: ${sampleMessages('')
        .map(({ kind }) => kind)
        .join(', ')}.`,
    )
    console.log('Read back: GET /order/sample-order-events')
  } finally {
    await producer.close()
    await admin.close()
  }
}

const settings = fileURLToPath(new URL('../.env', import.meta.url))
if (existsSync(settings)) process.loadEnvFile(settings)
try {
  const { kafka } = getEnv()
  if (!kafka) throw new EnvError(['KAFKA_BOOTSTRAP_SERVERS: is missing; expected host:port of a broker'])
  await send(kafka)
} catch (error) {
  console.error(error instanceof EnvError ? error.message : failureWords(error))
  process.exitCode = 1
}
