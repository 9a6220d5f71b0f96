'use client'

import { CheckCheck, ChevronLeft, ChevronRight, Ellipsis, Trash2 } from 'lucide-react'
import { useRef } from 'react'
import { formatCount } from '#app/_components/number.tsx'
import { useRowKeys } from '#app/_components/row-keys.ts'
import { Button } from '#app/_components/ui/button.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#app/_components/ui/dropdown-menu.tsx'
import { Segmented } from '#app/_components/ui/segmented.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { EmptyInbox } from './empty-inbox.tsx'
import { firstPage, type InboxState, isFirstPage } from './inbox-state.ts'
import { MailRow } from './mail-row.tsx'
import { MailSearch } from './mail-search.tsx'
import type { useInbox } from './use-inbox.ts'

export interface MailListProps {
  state: InboxState
  inbox: ReturnType<typeof useInbox>
  onState: (
    next: Partial<{ [K in keyof InboxState]: InboxState[K] | null }>,
    options?: { history: 'push' | 'replace' },
  ) => void
  onOpen: (deliveryId: string) => void
  onMarkAll: () => void
  /** Takes what the focus is to go back to. Null for those who may not. */
  onDeleteAll: ((opener: HTMLElement | null) => void) | null
  className?: string
}

/** Search, filter and the mails; `j`, `k` and Enter walk and open. */
export function MailList({
  state,
  inbox,
  onState,
  onOpen,
  onMarkAll,
  onDeleteAll,
  className,
}: MailListProps) {
  const { list, rows, count, unread, freshAfter } = inbox
  const keys = useRowKeys<HTMLUListElement>({ follow: state.open !== null })
  const menu = useRef<HTMLButtonElement>(null)
  const filtered = state.q.trim() !== '' || state.unread
  const page = list.data
  return (
    <section aria-label="Mails" className={cn('flex min-h-0 min-w-0 flex-col', className)}>
      <div className="grid gap-2 border-b bg-background px-4 py-2.5 max-md:sticky max-md:top-12 max-md:z-20 md:px-3">
        <MailSearch q={state.q} onSearch={(q) => onState({ q: q || null, ...firstPage })} />
        <div className="flex items-center gap-2">
          <Segmented
            label="Which mails"
            value={state.unread ? 'unread' : 'all'}
            onValueChange={(which) =>
              onState({ unread: which === 'unread', ...firstPage }, { history: 'push' })
            }
            options={[
              { value: 'all', label: 'All' },
              { value: 'unread', label: 'Unread' },
            ]}
            className="h-7"
          />
          <p role="status" className="min-w-0 flex-1 truncate text-muted text-xs tabular-nums">
            {count && unread
              ? `${formatCount(count.total)}${count.capped ? '+' : ''} ${count.total === 1 ? 'mail' : 'mails'}, ${formatCount(unread.count)}${unread.capped ? '+' : ''} unread`
              : ''}
          </p>
          <DropdownMenu>
            <DropdownMenuTrigger asChild>
              <Button ref={menu} variant="ghost" size="icon-sm" aria-label="All mails">
                <Ellipsis aria-hidden />
              </Button>
            </DropdownMenuTrigger>
            <DropdownMenuContent>
              <DropdownMenuItem disabled={!unread?.count} onSelect={onMarkAll}>
                <CheckCheck aria-hidden />
                Mark all as read
              </DropdownMenuItem>
              {onDeleteAll ? (
                <DropdownMenuItem danger disabled={!count?.total} onSelect={() => onDeleteAll(menu.current)}>
                  <Trash2 aria-hidden />
                  Delete all…
                </DropdownMenuItem>
              ) : null}
            </DropdownMenuContent>
          </DropdownMenu>
        </div>
      </div>
      <div className="min-h-0 flex-1 md:overflow-y-auto" aria-busy={list.isPlaceholderData || undefined}>
        {list.isError ? (
          <QueryFailure
            compact={page !== undefined}
            title={page ? 'The list could not be brought up to date' : 'The mails could not be loaded'}
            query={list}
          />
        ) : null}
        {list.isPending ? (
          <SkeletonRows rows={8} label="Loading mails" />
        ) : rows.length > 0 ? (
          <ul ref={keys} aria-label="Captured mail" className="divide-y">
            {rows.map((row) => (
              <MailRow
                key={row.deliveryId}
                row={row}
                selected={row.deliveryId === state.open}
                fresh={freshAfter !== null && row.deliveryId > freshAfter}
                onOpen={onOpen}
              />
            ))}
          </ul>
        ) : page ? (
          <EmptyInbox
            q={state.q.trim()}
            unread={state.unread}
            onClear={filtered ? () => onState({ q: null, unread: null, ...firstPage }) : undefined}
            onNewest={isFirstPage(state) ? undefined : () => onState(firstPage)}
          />
        ) : null}
      </div>
      {page?.previousCursor || page?.nextCursor ? (
        <nav aria-label="Pages" className="flex items-center justify-end gap-2 border-t px-3 py-2">
          <Button
            size="sm"
            disabled={!page.previousCursor}
            onClick={() => onState({ older: null, newer: page.previousCursor }, { history: 'push' })}
          >
            <ChevronLeft aria-hidden />
            Newer
          </Button>
          <Button
            size="sm"
            disabled={!page.nextCursor}
            onClick={() => {
              onState({ older: page.nextCursor, newer: null }, { history: 'push' })
              keys.current?.parentElement?.scrollTo({ top: 0 })
              window.scrollTo({ top: 0 })
            }}
          >
            Older
            <ChevronRight aria-hidden />
          </Button>
        </nav>
      ) : null}
    </section>
  )
}
