'use client'

import Link from 'next/link'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { useRowKeys } from '#app/_components/row-keys.ts'
import { Badge } from '#app/_components/ui/badge.tsx'
import { RowLink } from '#app/_components/ui/row-link.tsx'
import { Table, TableBody, TableHead, Td, Th, Tr } from '#app/_components/ui/table.tsx'
import { useCategoryName } from '../../_categories/category-name.tsx'
import { RowMenu } from '../../_list/row-menu.tsx'
import type { RowActions } from '../../_list/use-row-actions.ts'
import { TrafficCells, TrafficHeads, TrafficWords } from '../../_traffic/traffic-cells.tsx'
import { kindWords, stateLooks, statesOf, type TemplateRow } from './row-state.ts'
import { StateMark } from './state-mark.tsx'

export interface TemplateRowsProps {
  rows: readonly TemplateRow[]
  /** Null for those who may not. */
  actions: RowActions<TemplateRow> | null
}

/** Templates as rows, each a link to its studio; `j`, `k` and Enter walk and open. */
export function TemplateRows({ rows, actions }: TemplateRowsProps) {
  const list = useRowKeys<HTMLTableSectionElement>()
  const categoryName = useCategoryName()
  return (
    <Table label="Templates" className="table-fixed">
      <TableHead>
        <tr>
          <Th>Name</Th>
          <Th className="w-18">Kind</Th>
          <Th className="w-40">State</Th>
          <Th className="w-28 max-lg:hidden">Category</Th>
          <Th className="w-24 max-xl:hidden">Locales</Th>
          <Th className="w-34 max-xl:hidden">Used by</Th>
          <TrafficHeads />
          <Th numeric className="w-40 max-lg:hidden">
            Last change
          </Th>
          <Th className="w-14">
            <span className="sr-only">More</span>
          </Th>
        </tr>
      </TableHead>
      <TableBody ref={list}>
        {rows.map((row) => (
          <TemplateLine key={row.key} row={row} category={categoryName(row.category)} actions={actions} />
        ))}
      </TableBody>
    </Table>
  )
}

interface TemplateLineProps extends Pick<TemplateRowsProps, 'actions'> {
  row: TemplateRow
  /** What it is called. */
  category: string
}

function TemplateLine({ row, category, actions }: TemplateLineProps) {
  const { key, name, kind, locales, version, updatedAt, updatedByName } = row
  const states = statesOf(row)
  return (
    <Tr>
      <Td phone="main" truncate>
        <RowLink
          href={`/admin/templates/${key}`}
          aria-label={[name ?? key, ...states.map((state) => stateLooks[state].word)].join(', ')}
          title={row.description ?? undefined}
          className="font-medium"
        >
          {name ?? key}
        </RowLink>
        <Badge className="ml-2 md:hidden">{kindWords[kind]}</Badge>
        {name ? <code className="ml-2 text-muted text-xs max-md:hidden">{key}</code> : null}
      </Td>
      <Td>
        <Badge>{kindWords[kind]}</Badge>
      </Td>
      <Td>
        <span className="flex flex-wrap gap-x-2">
          {states.map((state) => (
            <StateMark key={state} state={state} version={version} />
          ))}
        </span>
      </Td>
      <Td truncate className="max-lg:hidden">
        <span className="text-muted" title={row.category}>
          {category}
        </span>
      </Td>
      <Td truncate className="max-xl:hidden">
        <Locales locales={locales} />
      </Td>
      <Td truncate className="max-xl:hidden">
        <UsedBy workflows={row.usedBy} />
      </Td>
      <TrafficCells of={row} />
      <Td phone="detail" className="md:hidden">
        <span className="flex min-w-0 items-center gap-1.5">
          {states.map((state) => (
            <StateMark key={state} state={state} version={version} className="shrink-0 text-xs" />
          ))}
          <span className="truncate">
            · <RelativeTime at={updatedAt} className="relative z-1" />
            <TrafficWords of={row} />
          </span>
        </span>
      </Td>
      <Td numeric truncate className="max-lg:hidden">
        <span className="flex justify-end gap-1 text-muted text-xs">
          {updatedByName ? (
            <span className="truncate" title={updatedByName}>
              {updatedByName}
            </span>
          ) : null}
          <span className="shrink-0">
            {updatedByName ? '· ' : null}
            <RelativeTime at={updatedAt} className="relative z-1" />
          </span>
        </span>
      </Td>
      <Td phone="aside" className="text-right">
        {/* One of the code is neither copied nor put away here. */}
        {actions && kind !== 'git' ? (
          <RowMenu row={row} href={`/admin/templates/${key}`} {...actions} />
        ) : null}
      </Td>
    </Tr>
  )
}

const SHOWN_LOCALES = 3

function Locales({ locales }: { locales: readonly string[] }) {
  if (locales.length === 0) return <span className="text-faint">–</span>
  const more = locales.length - SHOWN_LOCALES
  return (
    <span className="text-muted text-xs" title={locales.join(', ')}>
      {locales.slice(0, SHOWN_LOCALES).join(', ')}
      {more > 0 ? ` +${more}` : ''}
    </span>
  )
}

function UsedBy({ workflows }: { workflows: TemplateRow['usedBy'] }) {
  const [first, ...others] = workflows
  if (!first) return <span className="text-faint">–</span>
  return (
    <span
      className="text-muted"
      title={workflows.map(({ name, enabled }) => (enabled ? name : `${name} (off)`)).join(', ')}
    >
      <Link
        prefetch={false}
        href={`/admin/workflows/${first.key}`}
        className="relative z-1 underline-offset-2 hover:text-ink hover:underline"
      >
        {first.name}
      </Link>
      {first.enabled ? '' : ' (off)'}
      {others.length > 0 ? ` +${others.length}` : ''}
    </span>
  )
}
