import { bigint, doublePrecision, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

/**
 * The next offset of each partition that was not stored yet, written in the transaction of the rows: what is below is
 * skipped when it is delivered again, ever. By the topic's id, since a topic made anew begins at 0 again.
 */
export const kafkaOffsets = pgTable(
  'kafka_offsets',
  {
    groupId: text('group_id').notNull(),
    topicId: text('topic_id').notNull(),
    partition: integer('partition').notNull(),
    topic: text('topic').notNull(),
    nextOffset: bigint('next_offset', { mode: 'number' }).notNull(),
    /** The partition's end when it was last asked for. */
    endOffset: bigint('end_offset', { mode: 'number' }),
    /** Messages stored per second over the last minute. */
    perSecond: doublePrecision('per_second').notNull().default(0),
    /** When the last batch was stored. */
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.groupId, t.topicId, t.partition] })],
)

/** One row per running consumer. */
export const kafkaConsumers = pgTable('kafka_consumers', {
  workerId: text('worker_id').primaryKey(),
  groupId: text('group_id').notNull(),
  /** `running`, `connecting` or `failing`, and why. */
  state: text('state').$type<'connecting' | 'running' | 'failing'>().notNull(),
  error: text('error'),
  /** Partitions that it has, as `topic/partition`. */
  partitions: text('partitions').array().notNull(),
  /** Messages stored in all, and per second over the last minute. */
  stored: bigint('stored', { mode: 'number' }).notNull(),
  perSecond: doublePrecision('per_second').notNull(),
  heartbeatAt: instant('heartbeat_at').notNull(),
})
