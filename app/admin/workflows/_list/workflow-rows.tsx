'use client'

import { channelNames } from '#app/_components/channel.tsx'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { useRowKeys } from '#app/_components/row-keys.ts'
import { Badge } from '#app/_components/ui/badge.tsx'
import { RowLink } from '#app/_components/ui/row-link.tsx'
import { Switch } from '#app/_components/ui/switch.tsx'
import { Table, TableBody, TableHead, Td, Th, Tr } from '#app/_components/ui/table.tsx'
import { useCategoryName } from '../../_categories/category-name.tsx'
import { RowMenu } from '../../_list/row-menu.tsx'
import type { RowActions } from '../../_list/use-row-actions.ts'
import { TrafficCells, TrafficHeads, TrafficWords } from '../../_traffic/traffic-cells.tsx'
import { sourceWords } from '../_words/parts.ts'
import { stateOf, stateWords, type WorkflowRow } from './list-state.ts'
import { marksOf } from './marks.ts'
import type { Named } from './row-dialogs.tsx'
import { trafficHrefs } from './traffic-hrefs.ts'

export interface WorkflowRowsProps {
  rows: readonly WorkflowRow[]
  /** Null for those who may not. */
  actions: (RowActions<Named> & { onSwitch: (row: WorkflowRow, on: boolean) => void }) | null
}

/** Workflows as rows, each a link to its editor; `j`, `k` and Enter walk and open. */
export function WorkflowRows({ rows, actions }: WorkflowRowsProps) {
  const list = useRowKeys<HTMLTableSectionElement>()
  const categoryName = useCategoryName()
  return (
    <Table label="Workflows" className="table-fixed">
      <TableHead>
        <tr>
          <Th>Name</Th>
          <Th className="w-56 max-lg:hidden">Starts with</Th>
          <Th className="w-28 max-[90rem]:hidden">Category</Th>
          <Th className="w-28 max-xl:hidden">Channels</Th>
          <Th className="w-36 max-xl:hidden">Template</Th>
          <TrafficHeads />
          <Th numeric className="w-24 max-[86rem]:hidden" title="The newest event of its type">
            Last event
          </Th>
          <Th className="w-20">State</Th>
          {actions ? (
            <Th className="w-14">
              <span className="sr-only">More</span>
            </Th>
          ) : null}
        </tr>
      </TableHead>
      <TableBody ref={list}>
        {rows.map((row) => (
          <WorkflowLine key={row.key} row={row} category={categoryName(row.category)} actions={actions} />
        ))}
      </TableBody>
    </Table>
  )
}

interface WorkflowLineProps extends Pick<WorkflowRowsProps, 'actions'> {
  row: WorkflowRow
  /** What it is called. */
  category: string
}

function WorkflowLine({ row, category, actions }: WorkflowLineProps) {
  const { key, name, eventType, sources, channels, fallback, templateKey, archivedAt } = row
  const state = stateWords[stateOf(row)]
  const by = channels.map((channel) => channelNames[channel]).join(fallback ? ', then ' : ' + ')
  return (
    <Tr>
      <Td phone="main" truncate>
        <RowLink
          href={`/admin/workflows/${key}`}
          aria-label={`${name}, ${state}`}
          title={row.description ?? key}
          className="font-medium"
        >
          {name}
        </RowLink>
        <Marks row={row} className="ml-2 max-md:hidden" />
      </Td>
      <Td truncate className="max-lg:hidden">
        {eventType ? (
          <span title={eventType}>
            <code className="text-xs">{eventType}</code>{' '}
            <span className="text-muted text-xs">
              {sources.length > 0 ? sources.map(sourceWords).join(', ') : 'no source'}
            </span>
          </span>
        ) : (
          <span className="text-muted text-xs">no event; by name alone</span>
        )}
      </Td>
      <Td truncate className="max-[90rem]:hidden">
        <span className="text-muted" title={row.category}>
          {category}
        </span>
      </Td>
      <Td truncate className="max-xl:hidden">
        <span title={by}>{by}</span>
      </Td>
      <Td truncate className="max-xl:hidden">
        {row.templateMissing ? (
          <span className="text-red" title="There is no such template, or it is archived">
            {templateKey} is missing
          </span>
        ) : (
          <span className="text-muted" title={templateKey}>
            {row.templateName ?? templateKey}
          </span>
        )}
      </Td>
      <TrafficCells of={row} hrefs={trafficHrefs(eventType)} />
      <Td numeric className="max-[86rem]:hidden">
        {row.lastEventAt ? (
          <RelativeTime at={row.lastEventAt} className="relative z-1 text-muted text-xs" />
        ) : (
          <span className="text-faint">–</span>
        )}
      </Td>
      <Td phone="detail" truncate className="md:hidden">
        {eventType ?? 'no event'} · {by}
        <TrafficWords of={row} />
        {row.templateMissing ? <span className="text-red"> · template is missing</span> : null}
      </Td>
      <Td phone="aside">
        {actions && !archivedAt ? (
          <Switch
            withWord
            className="relative z-1"
            label={name}
            checked={row.enabled}
            onCheckedChange={(on) => actions.onSwitch(row, on)}
          />
        ) : (
          <Badge tone={state === 'On' ? 'green' : 'grey'}>{state}</Badge>
        )}
      </Td>
      {actions ? (
        <Td className="text-right">
          <RowMenu row={row} href={`/admin/workflows/${key}`} {...actions} />
        </Td>
      ) : null}
    </Tr>
  )
}

function Marks({ row, className }: { row: WorkflowRow; className: string }) {
  const marks = marksOf(row)
  if (marks.length === 0) return null
  return (
    <span className={className}>
      {marks.map(({ word, meaning }) => (
        <Badge
          key={word}
          tone={word === 'critical' ? 'amber' : 'grey'}
          title={meaning}
          className="relative z-1 mr-1"
        >
          {word}
        </Badge>
      ))}
    </span>
  )
}
