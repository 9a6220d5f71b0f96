import { CodeBlock } from '#app/_components/code-block.tsx'

const environment = `KAFKA_BOOTSTRAP_SERVERS=broker-1:9092,broker-2:9092

# Optional: names, or a /pattern/; default: every topic
KAFKA_TOPICS=order-events,payment-events
KAFKA_GROUP_ID=notification-service-group`

/** What to set where Kafka is off. */
export function HowToBegin() {
  return (
    <div className="grid gap-3 text-sm">
      <p className="text-pretty text-muted">
        Off. With a broker’s address, the workers keep every message of its topics, new topics included, and
        send nothing unless a workflow names Kafka as its source.
      </p>
      <CodeBlock label="Environment" code={environment} />
      <CodeBlock label="Send one message of each kind to try it" code="npm run kafka:sample" />
    </div>
  )
}
