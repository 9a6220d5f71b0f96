import { type fetchV17, IS_CONTROL, IS_TRANSACTIONAL, type RecordsBatch } from '@platformatic/kafka'
import { messageRow } from './message.ts'
import type { StoredMessage } from './partition.ts'

export type FetchedPartition = fetchV17.FetchResponsePartition

/** A control record's key: a version and a type, each an int16; 0 aborts, 1 commits. */
const ABORT = 0

/**
 * The messages of a fetched partition from offset `first` on, and the offset that comes after all that was looked at.
 * Batches begin before what was asked for and hold what aborted transactions left: both are passed over (Kafka
 * protocol, "Fetch": aborted_transactions), the latter here, since the client forgets those that end in a later fetch.
 */
export function readRecords(
  { records, abortedTransactions }: FetchedPartition,
  topic: string,
  first: number,
): { next: number; messages: StoredMessage[] } {
  const messages: StoredMessage[] = []
  let next = first
  const aborted = [...(abortedTransactions ?? [])].sort((a, b) => Number(a.firstOffset - b.firstOffset))
  const aborting = new Set<bigint>()
  for (const batch of records ?? []) {
    const begin = Number(batch.firstOffset)
    const last = begin + batch.lastOffsetDelta
    while (aborted[0] && Number(aborted[0].firstOffset) <= last) {
      const { producerId } = aborted.shift() ?? {}
      if (producerId !== undefined) aborting.add(producerId)
    }
    next = Math.max(next, last + 1)
    if (batch.attributes & IS_CONTROL) {
      if (isAbort(batch)) aborting.delete(batch.producerId)
      continue
    }
    if (batch.attributes & IS_TRANSACTIONAL && aborting.has(batch.producerId)) continue
    for (const { offsetDelta, value, headers } of batch.records) {
      const offset = begin + offsetDelta
      if (offset < first) continue
      const message = { offset, value, headers }
      messages.push({ ...message, row: messageRow(message, topic) })
    }
  }
  return { next, messages }
}

const isAbort = ({ records }: RecordsBatch): boolean => records[0]?.key?.readInt16BE(2) === ABORT
