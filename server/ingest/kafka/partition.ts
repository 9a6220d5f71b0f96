import type { Message, MessageRow } from './message.ts'

/** A partition of a topic as it is now: a topic made anew has another id, and begins at 0 again. */
export interface Partition {
  topic: string
  topicId: string
  partition: number
}

/** What names a partition in maps, and for people. */
export const partitionName = ({ topic, partition }: Omit<Partition, 'topicId'>): string =>
  `${topic}/${partition}`

/** Messages of a partition that follow each other: its offsets from `first` up to, not including, `next`. */
export interface Slice extends Partition {
  first: number
  next: number
  /** Where the partition ended when they were fetched. */
  end: number
  /** Of the leader that they came from, which Kafka wants to hear when offsets are committed. */
  leaderEpoch: number
  messages: StoredMessage[]
  /** About what they take in memory. */
  bytes: number
}

/** A message beside the row that was made of it. */
export interface StoredMessage extends Message {
  offset: number
  row: MessageRow
}
