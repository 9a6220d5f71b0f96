'use client'

import { useQueryStates } from 'nuqs'
import { useEffect, useRef, useState } from 'react'
import { formatCount } from '#app/_components/number.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { ConfirmDialog } from '#app/_components/ui/confirm-dialog.tsx'
import { useMay } from '#app/_trpc/use-may.ts'
import { firstPage, inboxParsers } from './inbox-state.ts'
import { MailList } from './mail-list.tsx'
import { NoMailOpen, OpenMail } from './open-mail.tsx'
import { useInbox } from './use-inbox.ts'
import { useInboxChanges } from './use-inbox-changes.ts'

/** Captured mail as in a mail client: the list, and beside it the open one. On a phone one after the other. */
export function Inbox() {
  const [state, setState] = useQueryStates(inboxParsers)
  const inbox = useInbox(state)
  const { mark, remove } = useInboxChanges()
  const mayDelete = useMay('ingest')
  const [asked, setAsked] = useState<{ deliveryId: string; subject: string } | 'all' | null>(null)
  const opener = useRef<HTMLElement>(null)
  const { rows, count } = inbox
  const { open } = state
  const page = inbox.list.data

  const backAtNewest = state.newer !== null && !inbox.list.isPlaceholderData && page?.previousCursor === null
  useEffect(() => {
    // Walked back to the newest: its plain address, where new mail appears by itself.
    if (backAtNewest) void setState(firstPage, { history: 'replace' })
  }, [backAtNewest, setState])

  // Walking on is no new place to come back to.
  const show = (id: string) => void setState({ open: id }, { history: open ? 'replace' : 'push' })
  const close = () => void setState({ open: null })

  const confirm = () => {
    if (asked === 'all') {
      if (!count?.newest) return
      remove.mutate(
        { upTo: count.newest },
        {
          onSuccess: () => {
            setAsked(null)
            void setState({ open: null, ...firstPage })
          },
        },
      )
    } else if (asked) {
      const at = rows.findIndex(({ deliveryId }) => deliveryId === asked.deliveryId)
      const next = rows[at + 1] ?? rows[at - 1]
      remove.mutate(
        { deliveryIds: [asked.deliveryId] },
        {
          onSuccess: () => {
            setAsked(null)
            void setState({ open: at >= 0 ? (next?.deliveryId ?? null) : null }, { history: 'replace' })
          },
        },
      )
    }
  }
  const total = count ? `${count.capped ? 'more than ' : ''}${formatCount(count.total)}` : ''
  const mails = count?.total === 1 ? 'mail' : 'mails'
  return (
    <div className="-mx-4 -my-4 md:-mx-6 md:-my-5 md:grid md:h-[calc(100dvh-3rem-1px)] md:grid-cols-[20rem_minmax(0,1fr)] lg:grid-cols-[25rem_minmax(0,1fr)]">
      <MailList
        state={state}
        inbox={inbox}
        onState={setState}
        onOpen={show}
        onMarkAll={() => {
          if (count?.newest) mark.mutate({ upTo: count.newest, read: true })
        }}
        onDeleteAll={
          mayDelete
            ? (button) => {
                opener.current = button
                setAsked('all')
              }
            : null
        }
        className={cn('md:border-r', open && 'max-md:hidden')}
      />
      {open ? (
        <OpenMail
          key={open}
          deliveryId={open}
          tab={state.tab}
          width={state.width}
          onView={(view) => void setState(view)}
          onClose={close}
          onMark={(read) => mark.mutate({ deliveryIds: [open], read })}
          onDelete={
            mayDelete
              ? (subject) => {
                  opener.current = null
                  setAsked({ deliveryId: open, subject })
                }
              : null
          }
        />
      ) : (
        <NoMailOpen empty={rows.length === 0} />
      )}
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(next) => {
          if (!next) setAsked(null)
        }}
        danger
        returnFocus={opener}
        title={asked === 'all' ? `Delete all ${total} captured ${mails}?` : 'Delete 1 mail?'}
        description={
          <>
            {asked && asked !== 'all' ? (
              <p className="mb-2 break-words text-ink">{asked.subject || 'No subject'}</p>
            ) : null}
            {asked === 'all' && (state.q || state.unread) ? (
              <p className="mb-2 text-ink">Also those that the search and the filter don’t show.</p>
            ) : null}
            <p>
              It can’t be undone. {asked === 'all' ? 'The notifications stay' : 'Its notification stays'},
              with what was sent.
              {asked === 'all' ? ' Mail that comes from now on stays, too.' : ''}
            </p>
          </>
        }
        confirmLabel={asked === 'all' ? `Delete ${total}` : 'Delete'}
        pending={remove.isPending}
        onConfirm={confirm}
      />
    </div>
  )
}
