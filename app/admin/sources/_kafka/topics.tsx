'use client'

import { ChevronRight } from 'lucide-react'
import { Fragment, useState } from 'react'
import { Count, formatCount } from '#app/_components/number.tsx'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { Table, TableBody, TableHead, Td, Th, Tr } from '#app/_components/ui/table.tsx'
import { formatRate } from './format-rate.ts'
import type { KafkaState } from './kafka-sources.tsx'

type Topic = KafkaState['topics'][number]

/** Of more, those are shown that have something waiting, and all when they are asked for. */
const SHOWN = 10

/** What waits in each topic, and how fast it is read; a topic opens to show its partitions. */
export function Topics({ topics, waiting }: { topics: readonly Topic[]; waiting: boolean }) {
  const [all, setAll] = useState(false)
  const [open, setOpen] = useState<string | null>(null)
  if (topics.length === 0) {
    return (
      <p className="px-4 py-6 text-center text-muted text-sm">
        {waiting
          ? 'No topic yet. One that is made is read from its beginning, within seconds.'
          : 'No topic was read yet.'}
      </p>
    )
  }
  const shown = all ? topics : topics.filter(({ lag }, i) => i < SHOWN || lag > 0)
  return (
    <>
      <Table label="Kafka topics" className="table-fixed">
        <TableHead>
          <tr>
            <Th>Topic</Th>
            <Th numeric className="w-24">
              Partitions
            </Th>
            <Th numeric className="w-28">
              Waiting
            </Th>
            <Th numeric className="w-28">
              Messages/s
            </Th>
            <Th numeric className="w-28">
              Read so far
            </Th>
            <Th numeric className="w-32">
              Last message
            </Th>
          </tr>
        </TableHead>
        <TableBody>
          {shown.map((topic) => (
            <TopicRows
              key={topic.topic}
              topic={topic}
              open={open === topic.topic}
              onToggle={() => setOpen(open === topic.topic ? null : topic.topic)}
            />
          ))}
        </TableBody>
      </Table>
      {topics.length > SHOWN ? (
        <div className="border-t px-4 py-2">
          <Button variant="link" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `Show all ${formatCount(topics.length)} topics`}
          </Button>
        </div>
      ) : null}
    </>
  )
}

/** Null: nobody reads it, so nobody knows. */
function Waiting({ count }: { count: number | null }) {
  if (count === null) {
    return (
      <span className="text-faint" title="Not known while nobody reads it">
        –
      </span>
    )
  }
  return <Count value={count} className={count > 0 ? 'font-medium' : 'text-faint'} />
}

interface TopicRowsProps {
  topic: Topic
  open: boolean
  onToggle: () => void
}

function TopicRows({ topic, open, onToggle }: TopicRowsProps) {
  const { topic: name, partitions, lag, perSecond, nextOffset, storedAt } = topic
  const isRead = partitions.some(({ workerId }) => workerId !== null)
  return (
    <Fragment>
      <Tr>
        <Td phone="main" truncate>
          <button
            type="button"
            aria-expanded={open}
            onClick={onToggle}
            className="inline-flex max-w-full items-center gap-1.5 rounded-sm font-medium hover:underline"
          >
            <ChevronRight
              aria-hidden
              className={cn('size-3.5 shrink-0 text-muted transition-transform', open && 'rotate-90')}
            />
            <span className="truncate" title={name}>
              {name}
            </span>
          </button>
        </Td>
        <Td numeric>
          <Count value={partitions.length} />
        </Td>
        <Td numeric phone="aside">
          <Waiting count={isRead ? lag : null} />
          <span className="text-muted text-xs md:hidden"> waiting</span>
        </Td>
        <Td numeric>
          <span className={perSecond === 0 ? 'text-faint' : undefined}>{formatRate(perSecond)}</span>
        </Td>
        <Td numeric>
          <Count value={nextOffset} />
        </Td>
        <Td phone="detail" className="md:hidden">
          {formatCount(partitions.length)} partitions · {formatRate(perSecond)}/s · {formatCount(nextOffset)}{' '}
          read
        </Td>
        <Td numeric>
          {storedAt ? (
            <RelativeTime at={storedAt} className="text-muted text-xs" />
          ) : (
            <span className="text-faint text-xs">never</span>
          )}
        </Td>
      </Tr>
      {open
        ? partitions.map((one) => (
            <Tr key={one.partition} className="bg-sunken text-xs">
              <Td phone="main" truncate className="pl-10! max-md:pl-5!">
                Partition {one.partition}
                <span className="ml-2 text-muted" title={one.workerId ?? undefined}>
                  {one.workerId ?? 'nobody reads it'}
                </span>
              </Td>
              <Td />
              <Td numeric phone="aside">
                <Waiting count={one.workerId === null ? null : one.lag} />
                <span className="text-muted md:hidden"> waiting</span>
              </Td>
              <Td numeric>{formatRate(one.perSecond)}</Td>
              <Td numeric>
                <span title="The next offset to be stored, and where the partition ends">
                  {formatCount(one.nextOffset)}
                  {one.endOffset === null ? '' : ` of ${formatCount(one.endOffset)}`}
                </span>
              </Td>
              <Td numeric>
                {one.nextOffset > 0 ? <RelativeTime at={one.storedAt} className="text-muted" /> : null}
              </Td>
            </Tr>
          ))
        : null}
    </Fragment>
  )
}
