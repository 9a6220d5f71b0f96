import { RelativeTime } from '#app/_components/relative-time.tsx'
import { useRowKeys } from '#app/_components/row-keys.ts'
import { Badge } from '#app/_components/ui/badge.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { RowLink } from '#app/_components/ui/row-link.tsx'
import { Table, TableBody, TableHead, Td, Th, Tr } from '#app/_components/ui/table.tsx'
import type { RouterOutputs } from '#server/trpc/root.ts'
import { reasons } from '../../suppressions/reasons.ts'
import { languageName } from '../../templates/languages.ts'
import { userName } from '../user-name.ts'

export type UserRow = RouterOutputs['users']['list']['rows'][number]

export interface UserRowsProps {
  rows: readonly UserRow[]
  /** Whose panel is open. */
  openId: string | null
  onOpen: (id: string) => void
}

/** Users as rows; `j`, `k` and Enter walk and open. */
export function UserRows({ rows, openId, onOpen }: UserRowsProps) {
  const list = useRowKeys<HTMLTableSectionElement>({ follow: openId !== null })
  return (
    <Table label="Users" className="table-fixed">
      <TableHead>
        <tr>
          <Th className="w-[20%]">Name</Th>
          <Th>E-mail</Th>
          <Th className="w-[10%] max-lg:hidden">External id</Th>
          <Th className="w-32 max-xl:hidden">Language</Th>
          <Th className="w-40 max-[88rem]:hidden">Time zone</Th>
          <Th className="w-40">
            <span className="sr-only">Marks</span>
          </Th>
          <Th numeric className="w-24">
            Created
          </Th>
        </tr>
      </TableHead>
      <TableBody ref={list}>
        {rows.map((row) => (
          <OneUser key={row.id} row={row} selected={row.id === openId} onOpen={() => onOpen(row.id)} />
        ))}
      </TableBody>
    </Table>
  )
}

function OneUser({ row, selected, onOpen }: { row: UserRow; selected: boolean; onOpen: () => void }) {
  const { id, name, email, externalId, language, timezone, createdAt } = row
  return (
    <Tr selected={selected}>
      {/* A name from right to left is cut at its own end. */}
      <Td phone="main" truncate dir="auto" className="text-left">
        <RowLink
          href={`/admin/users/${id}`}
          onOpen={onOpen}
          aria-label={[
            name ?? 'No name',
            name ? email : userName(row),
            ...marksOf(row).map(({ word }) => word),
          ]
            .filter(Boolean)
            .join(', ')}
          className={cn('font-medium', !name && 'md:font-normal md:text-muted')}
        >
          <span title={name ?? undefined}>
            <span className="max-md:hidden">{name ?? 'No name'}</span>
            <span className="md:hidden">{userName(row)}</span>
          </span>
        </RowLink>
      </Td>
      <Td truncate>
        <span title={email ?? undefined}>{email}</span>
      </Td>
      <Td truncate className="max-lg:hidden">
        <span className="text-muted" title={externalId ?? undefined}>
          {externalId}
        </span>
      </Td>
      <Td truncate className="max-xl:hidden">
        <span className="text-muted" title={language ?? undefined}>
          {language ? languageName(language) : null}
        </span>
      </Td>
      <Td truncate className="max-[88rem]:hidden">
        <span className="text-muted" title={timezone ?? undefined}>
          {timezone?.replaceAll('_', ' ')}
        </span>
      </Td>
      <Td>
        <Marks row={row} />
      </Td>
      <Td phone="aside" numeric>
        <RelativeTime at={createdAt} className="relative z-1 text-muted text-xs" />
      </Td>
      <Td phone="detail" className="md:hidden">
        <span className="flex min-w-0 items-center gap-2">
          <span className="min-w-0 truncate">
            {[name ? email : null, externalId].filter(Boolean).join(' · ') || 'No name'}
          </span>
          <Marks row={row} />
        </span>
      </Td>
    </Tr>
  )
}

/** The list of suppressions has a heading above “By hand”. */
const suppressionWord = (reason: keyof typeof reasons) =>
  reason === 'manual' ? 'Suppressed by hand' : reasons[reason].word

/** Why something may not reach the user. */
function marksOf({ suppressed, emailEnabled, pushEnabled }: UserRow) {
  return [
    ...(suppressed ? [{ word: suppressionWord(suppressed), tone: reasons[suppressed].tone }] : []),
    ...(emailEnabled || pushEnabled
      ? [
          ...(emailEnabled ? [] : [{ word: 'E-mail off', tone: 'grey' as const }]),
          ...(pushEnabled ? [] : [{ word: 'Push off', tone: 'grey' as const }]),
        ]
      : [{ word: 'All off', tone: 'grey' as const }]),
  ]
}

function Marks({ row }: { row: UserRow }) {
  return (
    <span className="inline-flex shrink-0 gap-1 md:flex-wrap">
      {marksOf(row).map(({ word, tone }) => (
        <Badge key={word} tone={tone}>
          {word}
        </Badge>
      ))}
    </span>
  )
}
