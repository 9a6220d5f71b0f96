'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Ban, ChevronLeft, ChevronRight, SearchX } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { useEffect, useRef, useState } from 'react'
import { formatCount } from '#app/_components/number.tsx'
import { PausedSearch } from '#app/_components/paused-search.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { ConfirmDialog } from '#app/_components/ui/confirm-dialog.tsx'
import { EmptyState } from '#app/_components/ui/empty-state.tsx'
import { Select } from '#app/_components/ui/select.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import { useMay } from '#app/_trpc/use-may.ts'
import { suppressionReason } from '#server/suppressions/schemas.ts'
import { reasons, type SuppressionRow } from './reasons.ts'
import { SuppressDialog } from './suppress-dialog.tsx'
import { SuppressionRows } from './suppression-rows.tsx'
import { firstPage, longestSearch, pageInput, suppressionsParsers } from './suppressions-state.ts'

/** Counting ends there, on the server. */
const COUNTED = 10_000

/** The addresses that must not be sent to: why, since when, and how to change it. */
export function Suppressions() {
  const trpc = useTRPC()
  const client = useQueryClient()
  const [state, setState] = useQueryStates(suppressionsParsers)
  const list = useQuery(trpc.suppressions.list.queryOptions(pageInput(state)))
  const mayChange = useMay('users')
  const [adding, setAdding] = useState(false)
  const [asked, setAsked] = useState<SuppressionRow | null>(null)
  const opener = useRef<HTMLElement>(null)
  const remove = useMutation(
    trpc.suppressions.remove.mutationOptions({
      onSuccess: ({ address }) => {
        toast.success(`${address} gets mail again`)
        setAsked(null)
      },
      onError: (error) => toastFailure('The address stays on the list', error),
      onSettled: () => client.invalidateQueries(trpc.suppressions.pathFilter()),
    }),
  )

  const page = list.data
  const rows = page?.rows ?? []
  const filtered = state.q.trim() !== '' || state.reason !== null
  const nothing = page !== undefined && page.total === 0 && !filtered
  const backAtNewest = state.newer !== null && !list.isPlaceholderData && page?.previousCursor === null
  useEffect(() => {
    if (backAtNewest) void setState(firstPage, { history: 'replace' })
  }, [backAtNewest, setState])
  const add = mayChange ? (
    <Button
      variant="primary"
      onClick={(event) => {
        opener.current = event.currentTarget
        setAdding(true)
      }}
    >
      <Ban aria-hidden />
      Suppress an address
    </Button>
  ) : null

  return (
    <div className="grid gap-3">
      <div className={cn('flex flex-wrap items-center gap-2', nothing && 'hidden')}>
        <PausedSearch
          label="Search addresses"
          placeholder="Search addresses"
          longest={longestSearch}
          q={state.q}
          onSearch={(q) => void setState({ q: q || null, ...firstPage })}
          className="w-full sm:w-64"
        />
        <Select
          aria-label="Reason"
          className="w-44"
          value={state.reason ?? ''}
          onChange={({ target }) => {
            const reason = suppressionReason.safeParse(target.value).data ?? null
            void setState({ reason, ...firstPage }, { history: 'push' })
          }}
          options={[
            { value: '', label: 'Every reason' },
            ...suppressionReason.options.map((value) => ({ value, label: reasons[value].word })),
          ]}
        />
        <p role="status" className="min-w-0 flex-1 text-muted text-xs tabular-nums">
          {page ? counted(page.total) : ''}
        </p>
        {add}
      </div>
      {list.isError && page ? (
        <QueryFailure compact title="The list could not be brought up to date" query={list} />
      ) : null}
      <Card flush aria-busy={list.isPlaceholderData || undefined}>
        {list.isPending ? (
          <SkeletonRows rows={8} label="Loading suppressions" />
        ) : list.isError && !page ? (
          <QueryFailure title="The suppressions could not be loaded" query={list} />
        ) : rows.length > 0 ? (
          <div className={cn('transition-opacity', list.isPlaceholderData && 'opacity-60 delay-200')}>
            <SuppressionRows
              rows={rows}
              onRemove={
                mayChange
                  ? (row, button) => {
                      opener.current = button
                      setAsked(row)
                    }
                  : null
              }
            />
          </div>
        ) : filtered ? (
          <EmptyState
            icon={SearchX}
            title="No address matches"
            actions={
              <Button
                onClick={() => void setState({ q: null, reason: null, ...firstPage }, { history: 'push' })}
              >
                Show all
              </Button>
            }
          >
            None of the suppressed addresses{' '}
            {state.q ? 'contains what you typed' : 'is there for this reason'}.
          </EmptyState>
        ) : (
          <EmptyState icon={Ban} title="No address is suppressed" actions={add}>
            An address that bounces for good, or whose owner reports a mail as spam, comes here by itself, and
            nothing is sent to it any more. Resend tells it by its webhook to <code>/webhook/resend</code>, a
            mail server by a report to <code>/webhook/bounce</code>.
          </EmptyState>
        )}
      </Card>
      {page?.previousCursor || page?.nextCursor ? (
        <nav aria-label="Pages" className="flex items-center justify-end gap-2">
          <Button
            size="sm"
            disabled={!page.previousCursor}
            onClick={() => void setState({ older: null, newer: page.previousCursor }, { history: 'push' })}
          >
            <ChevronLeft aria-hidden />
            Newer
          </Button>
          <Button
            size="sm"
            disabled={!page.nextCursor}
            onClick={() => {
              void setState({ older: page.nextCursor, newer: null }, { history: 'push' })
              window.scrollTo({ top: 0 })
            }}
          >
            Older
            <ChevronRight aria-hidden />
          </Button>
        </nav>
      ) : null}
      <SuppressDialog open={adding} onOpenChange={setAdding} returnFocus={opener} />
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => {
          if (!open) setAsked(null)
        }}
        returnFocus={opener}
        title="Take 1 address off the list?"
        description={
          <>
            <p className="mb-2 break-words text-ink">{asked?.address}</p>
            <p>
              Mail goes to it again from now on; what was withheld stays withheld.
              {asked?.reason === 'hard_bounce' || asked?.reason === 'complaint'
                ? ' Mail to an address that bounces or complains harms the reputation of the sender.'
                : ''}
            </p>
          </>
        }
        confirmLabel="Take it off"
        pending={remove.isPending}
        onConfirm={() => asked && remove.mutate({ id: asked.id })}
      />
    </div>
  )
}

const counted = (total: number): string =>
  `${formatCount(total)}${total >= COUNTED ? ' or more' : ''} ${total === 1 ? 'address' : 'addresses'}`
