'use client'

import { useQuery } from '@tanstack/react-query'
import { Card } from '#app/_components/ui/card.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import type { RouterOutputs } from '#server/trpc/root.ts'
import { ConsumerLine, Consumers } from './consumers.tsx'
import { HowToBegin } from './how-to-begin.tsx'
import { Topics } from './topics.tsx'

export type KafkaState = RouterOutputs['kafka']['state']

const LIVE_MS = 3_000

/** Kafka: who reads, how far each topic is, what is wrong, or how to begin. */
export function KafkaSources() {
  const trpc = useTRPC()
  const query = useQuery(trpc.kafka.state.queryOptions(undefined, { refetchInterval: LIVE_MS }))
  const { data } = query
  if (!data) {
    return (
      <Card title="Kafka" flush>
        {query.isError ? (
          <QueryFailure title="The state of Kafka could not be loaded" query={query} />
        ) : (
          <SkeletonRows rows={3} label="Loading Kafka" />
        )}
      </Card>
    )
  }
  const { consumers, topics, group } = data
  if (group === null && consumers.length === 0 && topics.length === 0) {
    return (
      <Card title="Kafka">
        <HowToBegin />
      </Card>
    )
  }
  const failing = consumers.find(({ state }) => state === 'failing')
  return (
    <Card title="Kafka" flush actions={<ConsumerLine consumers={consumers} />}>
      {failing || consumers.length === 0 ? (
        <div className="grid gap-2 border-b p-3">
          {failing ? (
            <Notice tone="red" title="Reading stands still">
              {failing.error}
            </Notice>
          ) : (
            <Notice tone="amber" title="Nobody reads">
              No worker that consumes Kafka is running. Start one with KAFKA_BOOTSTRAP_SERVERS set: nothing is
              lost, it goes on where the last one ended.
            </Notice>
          )}
        </div>
      ) : null}
      <Topics topics={topics} waiting={consumers.length > 0} />
      {consumers.length > 1 ? <Consumers consumers={consumers} /> : null}
    </Card>
  )
}
