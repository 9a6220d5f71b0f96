'use client'

import { ChevronLeft, ChevronRight, SearchX } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { useCallback, useEffect } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { EmptyState } from '#app/_components/ui/empty-state.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { NotificationPanel } from '../_detail/notification-panel.tsx'
import { useTestEvent } from '../_test-event/test-event-provider.tsx'
import { firstPage, isFiltered, listParsers, noFilters, pageSize } from '../filters.ts'
import { FirstRun, type Reader } from './first-run.tsx'
import { Rows } from './rows.tsx'
import { StatusTabs } from './status-tabs.tsx'
import { Toolbar } from './toolbar.tsx'
import { useList } from './use-list.ts'

/** All notifications: counts, filters, rows, and the panel of the open one. Everything is in the URL. */
export function NotificationsList({ reader }: { reader: Reader }) {
  const [state, setState] = useQueryStates(listParsers)
  const { list, counts, rows, newestPage, freshAfter, newer } = useList(state)
  const { openTestEvent } = useTestEvent()
  const filtered = isFiltered(state)
  const isOpen = state.open !== null

  const open = useCallback(
    // Walking on with the panel open is no new place to come back to.
    (id: string) => void setState({ open: id }, { history: isOpen ? 'replace' : 'push' }),
    [isOpen, setState],
  )
  // Walking back has reached the newest page: from here on it is the one that moves by itself.
  const reachedNewest = state.newer !== null && !list.isPlaceholderData && list.data?.previousCursor === null
  useEffect(() => {
    if (reachedNewest) void setState(firstPage, { history: 'replace' })
  }, [reachedNewest, setState])

  const showNewest = () => {
    void setState(firstPage)
    void list.refetch()
  }
  const clear = () => void setState({ ...noFilters, ...firstPage }, { history: 'push' })

  if (list.isSuccess && rows.length === 0 && newestPage && !filtered && !list.isPlaceholderData) {
    return (
      <>
        <FirstRun reader={reader} />
        <NotificationPanel id={state.open} onClose={() => void setState({ open: null })} />
      </>
    )
  }
  return (
    <div className="grid gap-3">
      <StatusTabs
        counts={counts.data}
        value={state.status}
        onValueChange={(status) => void setState({ status: [...status], ...firstPage }, { history: 'push' })}
      />
      <Toolbar
        state={state}
        filtered={filtered}
        newer={newer}
        newestPage={newestPage}
        onChange={(next) => void setState({ ...next, ...firstPage }, { history: 'push' })}
        onLive={(live) => void setState({ live })}
        onShowNewest={showNewest}
        onClear={clear}
        onSendTest={openTestEvent}
      />
      {list.isError && list.data ? (
        <QueryFailure compact title="The list could not be brought up to date" query={list} />
      ) : null}
      <Card flush aria-busy={list.isPlaceholderData || undefined}>
        {list.isPending ? (
          <SkeletonRows rows={10} label="Loading notifications" />
        ) : list.isError && !list.data ? (
          <QueryFailure title="The notifications could not be loaded" query={list} />
        ) : rows.length === 0 ? (
          <EmptyState
            icon={SearchX}
            title={filtered ? 'Nothing matches' : 'Nothing more here'}
            actions={
              <>
                {filtered ? <Button onClick={clear}>Clear filters</Button> : null}
                {newestPage ? null : <Button onClick={showNewest}>Show the newest</Button>}
              </>
            }
          >
            {state.q ? (
              <>
                The search looks for a whole id, e-mail address, order, correlation or trace id:{' '}
                <q className="break-all text-ink">{state.q}</q> is none of them here.
              </>
            ) : (
              'No notification meets these filters. One that comes later appears by itself.'
            )}
          </EmptyState>
        ) : (
          // What stands here still answers the last question; after a moment it says so.
          <div className={cn('transition-opacity', list.isPlaceholderData && 'opacity-60 delay-200')}>
            <Rows rows={rows} openId={state.open} freshAfter={freshAfter} onOpen={open} />
          </div>
        )}
      </Card>
      {rows.length > 0 ? (
        <nav aria-label="Pages" className="flex items-center justify-end gap-2 text-muted text-xs">
          <span className="mr-auto">{newestPage ? 'Newest first' : null}</span>
          <span>{pageSize} per page</span>
          <Button
            size="sm"
            disabled={!list.data?.previousCursor}
            onClick={() =>
              void setState({ older: null, newer: list.data?.previousCursor ?? null }, { history: 'push' })
            }
          >
            <ChevronLeft aria-hidden />
            Newer
          </Button>
          <Button
            size="sm"
            disabled={!list.data?.nextCursor}
            onClick={() => {
              void setState({ older: list.data?.nextCursor ?? null, newer: null }, { history: 'push' })
              window.scrollTo({ top: 0 })
            }}
          >
            Older
            <ChevronRight aria-hidden />
          </Button>
        </nav>
      ) : null}
      <NotificationPanel id={state.open} onClose={() => void setState({ open: null })} />
    </div>
  )
}
