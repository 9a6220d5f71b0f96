import { Count, formatCount } from '#app/_components/number.tsx'
import { Mark, type MarkProps } from '#app/_components/status.tsx'
import { Table, TableBody, TableHead, Td, Th, Tr } from '#app/_components/ui/table.tsx'
import { toneText } from '#app/_components/ui/tone.ts'
import { formatRate } from './format-rate.ts'
import type { KafkaState } from './kafka-sources.tsx'

type Consumer = KafkaState['consumers'][number]

const looks: Record<Consumer['state'], { word: string; mark: MarkProps }> = {
  running: { word: 'Running', mark: { shape: 'dot', tone: 'green' } },
  connecting: { word: 'Connecting', mark: { shape: 'ring', tone: 'blue' } },
  failing: { word: 'Failing', mark: { shape: 'triangle', tone: 'red' } },
}
const stopped: (typeof looks)['running'] = { word: 'Stopped', mark: { shape: 'triangle', tone: 'amber' } }

function State({ word, mark }: (typeof looks)['running']) {
  return (
    <span className={`flex items-center gap-1.5 font-medium ${toneText[mark.tone]}`}>
      <Mark {...mark} />
      {word}
    </span>
  )
}

/** The worst state of all, and what they do together. */
export function ConsumerLine({ consumers }: { consumers: readonly Consumer[] }) {
  const worst = (['failing', 'connecting', 'running'] as const).find((state) =>
    consumers.some((one) => one.state === state),
  )
  const perSecond = consumers.reduce((sum, one) => sum + one.perSecond, 0)
  const count = consumers.length
  return (
    <span className="flex flex-wrap items-center gap-x-3 text-xs">
      {count > 0 ? (
        <span className="text-muted tabular-nums">
          {count === 1 ? '1 consumer' : `${formatCount(count)} consumers`} · {formatRate(perSecond)}/s
        </span>
      ) : null}
      <State {...(worst ? looks[worst] : stopped)} />
    </span>
  )
}

/** Each consumer, where there are several: one per worker. */
export function Consumers({ consumers }: { consumers: readonly Consumer[] }) {
  return (
    <div className="border-t">
      <Table label="Kafka consumers">
        <TableHead>
          <tr>
            <Th className="static!">Worker</Th>
            <Th className="static!">State</Th>
            <Th numeric className="static!">
              Partitions
            </Th>
            <Th numeric className="static!">
              Messages/s
            </Th>
            <Th numeric className="static!">
              Stored since its start
            </Th>
          </tr>
        </TableHead>
        <TableBody>
          {consumers.map((one) => (
            <Tr key={one.workerId}>
              <Td phone="main" truncate>
                <code className="text-xs">{one.workerId}</code>
              </Td>
              <Td phone="aside">
                <State {...looks[one.state]} />
              </Td>
              <Td numeric>
                <Count value={one.partitions} />
              </Td>
              <Td numeric>{formatRate(one.perSecond)}</Td>
              <Td numeric>
                <Count value={one.stored} />
              </Td>
              <Td phone="detail" className="md:hidden">
                {formatCount(one.partitions)} partitions · {formatRate(one.perSecond)}/s ·{' '}
                {formatCount(one.stored)} stored
              </Td>
            </Tr>
          ))}
        </TableBody>
      </Table>
    </div>
  )
}
