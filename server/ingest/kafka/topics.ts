import type { KafkaEnv } from '#server/env.ts'

/** Which of the cluster's topics are read. Names that begin with two underscores are Kafka's own, or its tools'. */
export function wantedTopics(existing: readonly string[], topics: KafkaEnv['topics']): string[] {
  if (Array.isArray(topics)) return existing.filter((name) => topics.includes(name))
  const own = existing.filter((name) => !name.startsWith('__'))
  return topics ? own.filter((name) => topics.test(name)) : own
}
