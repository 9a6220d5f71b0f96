import type { TopicsMap } from '@platformatic/kafka'
import type { KafkaEnv } from '#server/env.ts'

/** Which of the cluster's topics are read. Names that begin with two underscores are Kafka's own, or its tools'. */
export function wantedTopics(existing: readonly string[], topics: KafkaEnv['topics']): string[] {
  if (Array.isArray(topics)) return existing.filter((name) => topics.includes(name))
  const own = existing.filter((name) => !name.startsWith('__'))
  return topics ? own.filter((name) => topics.test(name)) : own
}

/** Makes a client's topics these. It counts how often each was tracked, so each is tracked once. Answers whether they changed. */
export function trackTopics(tracked: TopicsMap, wanted: ReadonlySet<string>): boolean {
  const added = [...wanted].filter((topic) => !tracked.has(topic))
  const gone = tracked.current.filter((topic) => !wanted.has(topic))
  for (const topic of added) tracked.track(topic)
  for (const topic of gone) tracked.untrack(topic)
  return added.length + gone.length > 0
}
