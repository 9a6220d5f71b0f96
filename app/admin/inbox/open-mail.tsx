'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, ExternalLink, Mail, MailOpen, MailX, Trash2, X } from 'lucide-react'
import Link from 'next/link'
import { useEffect, useRef } from 'react'
import { Facts } from '#app/_components/page-header.tsx'
import { ExactTime } from '#app/_components/relative-time.tsx'
import { useShortcuts } from '#app/_components/shortcuts.ts'
import { Button } from '#app/_components/ui/button.tsx'
import { EmptyState } from '#app/_components/ui/empty-state.tsx'
import { Skeleton, SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { Tooltip } from '#app/_components/ui/tooltip.tsx'
import { explainError, useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure, type QueryFailureProps } from '#app/_trpc/query-failure.tsx'
import { formatBytes, mailBytes } from '../_mail/mail-format.ts'
import type { InboxState } from './inbox-state.ts'
import { MailBody } from './mail-body.tsx'

export interface OpenMailProps {
  deliveryId: string
  tab: InboxState['tab']
  width: InboxState['width']
  onView: (view: Partial<Pick<InboxState, 'tab' | 'width'>>) => void
  onClose: () => void
  onMark: (read: boolean) => void
  /** Null for those who may not. */
  onDelete: ((subject: string) => void) | null
}

/** The mail as it would have gone out. Opening it marks it read, once. */
export function OpenMail({ deliveryId, tab, width, onView, onClose, onMark, onDelete }: OpenMailProps) {
  const trpc = useTRPC()
  const query = useQuery(trpc.inbox.get.queryOptions({ deliveryId }, { placeholderData: () => undefined }))
  const { data, error } = query
  const pane = useRef<HTMLElement>(null)
  const marked = useRef(false)
  const unread = data?.readAt === null
  useEffect(() => {
    if (!unread || marked.current) return
    marked.current = true
    onMark(true)
  })
  useEffect(() => {
    // On a phone the list is gone: who reads by ear goes on in the mail.
    if (window.matchMedia('(max-width: 47.99rem)').matches) {
      window.scrollTo({ top: 0 })
      pane.current?.focus({ preventScroll: true })
    }
  }, [])
  useShortcuts([
    { keys: 'Escape', label: 'Close the mail', group: 'Mail', run: onClose },
    { keys: 'u', label: 'Mark as unread', group: 'Mail', run: () => onMark(unread) },
    ...(onDelete
      ? [
          {
            keys: '#',
            label: 'Delete the mail',
            group: 'Mail',
            run: () => data && onDelete(data.subject),
          },
        ]
      : []),
  ])

  const from = data?.headers.find(({ name }) => name === 'From')?.value
  return (
    <article
      ref={pane}
      tabIndex={-1}
      aria-label={data ? `Mail: ${data.subject || 'No subject'}` : 'Mail'}
      className="flex min-h-0 min-w-0 flex-col bg-surface outline-none max-md:min-h-[calc(100dvh-3rem-1px)]"
    >
      <header className="grid grid-cols-[minmax(0,1fr)] gap-1.5 px-4 pt-3 pb-2">
        <div className="flex items-start gap-1">
          <Button
            variant="ghost"
            size="icon"
            aria-label="Back to the list"
            onClick={onClose}
            className="-ml-2 md:hidden"
          >
            <ArrowLeft aria-hidden />
          </Button>
          <h2 className="min-w-0 flex-1 break-words py-1 font-semibold text-lg leading-6">
            {data ? (
              data.subject || 'No subject'
            ) : error ? (
              'Mail'
            ) : (
              <Skeleton className="appear-late mt-1 h-5 w-64 max-w-full" />
            )}
          </h2>
          {data ? (
            <>
              <Tooltip content={unread ? 'Mark as read' : 'Mark as unread'} keys="u">
                <Button
                  variant="ghost"
                  size="icon"
                  aria-label={unread ? 'Mark as read' : 'Mark as unread'}
                  onClick={() => onMark(unread)}
                >
                  {unread ? <MailOpen aria-hidden /> : <Mail aria-hidden />}
                </Button>
              </Tooltip>
              {onDelete ? (
                <Tooltip content="Delete" keys="#">
                  <Button
                    variant="ghost"
                    size="icon"
                    aria-label="Delete the mail"
                    onClick={() => onDelete(data.subject)}
                  >
                    <Trash2 aria-hidden />
                  </Button>
                </Tooltip>
              ) : null}
            </>
          ) : null}
          <Tooltip content="Close" keys="Esc">
            <Button
              variant="ghost"
              size="icon"
              aria-label="Close the mail"
              onClick={onClose}
              className="max-md:hidden"
            >
              <X aria-hidden />
            </Button>
          </Tooltip>
        </div>
        {data ? (
          <>
            <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-sm">
              <dt className="text-muted">From</dt>
              <dd className="break-words">{from}</dd>
              <dt className="text-muted">To</dt>
              <dd className="break-words">{data.to}</dd>
            </dl>
            <Facts className="text-xs">
              <ExactTime at={data.receivedAt} />
              <span title="Header, text and HTML, before any transfer encoding">
                {formatBytes(mailBytes(data))}
              </span>
              <Link
                href={`/admin/notifications/${data.notificationId}`}
                className="font-medium text-accent underline-offset-2 hover:underline"
              >
                Its notification
              </Link>
              <a
                href={`/admin/mail/${deliveryId}?inbox`}
                target="_blank"
                rel="noreferrer"
                className="inline-flex items-center gap-1 underline-offset-2 hover:text-ink hover:underline"
              >
                HTML alone <ExternalLink aria-hidden className="size-3" />
                <span className="sr-only">(new tab)</span>
              </a>
            </Facts>
          </>
        ) : null}
      </header>
      {data ? (
        <MailBody mail={data} tab={tab} width={width} onView={onView} />
      ) : error ? (
        <Failure query={query} onClose={onClose} />
      ) : (
        <SkeletonRows rows={6} label="Loading the mail" />
      )}
    </article>
  )
}

interface FailureProps {
  query: QueryFailureProps['query']
  onClose: () => void
}

function Failure({ query, onClose }: FailureProps) {
  const { reason } = explainError(query.error)
  if (reason === 'not_found' || reason === 'bad_input') {
    return (
      <EmptyState
        icon={MailX}
        title="This mail is not in the inbox"
        actions={<Button onClick={onClose}>Back to the list</Button>}
      >
        It was deleted, or the link is mistyped. What was sent still stands with its notification.
      </EmptyState>
    )
  }
  return <QueryFailure title="The mail could not be loaded" query={query} />
}

/** The right side while no mail is open. */
export function NoMailOpen({ empty }: { empty: boolean }) {
  return (
    <div className="grid min-h-0 place-items-center bg-surface max-md:hidden">
      <div className="grid justify-items-center gap-3 text-muted text-sm">
        <MailOpen aria-hidden className="size-8 text-faint" strokeWidth={1.25} />
        <p>{empty ? 'A mail opens here' : 'Choose a mail, or walk with j and k'}</p>
      </div>
    </div>
  )
}
