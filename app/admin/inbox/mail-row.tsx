import { RelativeTime } from '#app/_components/relative-time.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { RowLink } from '#app/_components/ui/row-link.tsx'
import { senderName } from '../_mail/mail-format.ts'
import type { InboxRow } from './use-inbox.ts'

export interface MailRowProps {
  row: InboxRow
  selected: boolean
  /** Has arrived while the list was looked at. */
  fresh: boolean
  onOpen: (deliveryId: string) => void
}

/** One mail in three lines: from whom to whom and when, the subject, how it begins. Unread: a dot and bold. */
export function MailRow({ row, selected, fresh, onOpen }: MailRowProps) {
  const { deliveryId, from, to, subject, preview, receivedAt, readAt } = row
  const unread = readAt === null
  const shownSubject = subject || 'No subject'
  return (
    <li
      {...(selected ? { 'data-selected': true, 'aria-current': true } : {})}
      className={cn(
        'group/row relative grid grid-cols-[0.5rem_minmax(0,1fr)] gap-x-2.5 px-4 py-2.5 text-sm transition-colors duration-75 hover:bg-hover has-[[data-row-link]:focus-visible]:bg-hover data-selected:bg-accent-soft md:px-3',
        fresh && 'flash',
      )}
    >
      <span aria-hidden className={cn('mt-1.5 size-2 rounded-full', unread && 'bg-accent')} />
      <div className="flex min-w-0 flex-col gap-px">
        <p className="flex items-baseline gap-1.5 text-xs">
          <span className="max-w-[40%] shrink-0 truncate text-muted">{senderName(from)}</span>
          <span aria-hidden className="text-faint">
            →
          </span>
          <span className="sr-only">to</span>
          <span
            className={cn('min-w-0 flex-1 truncate', unread ? 'font-medium text-ink' : 'text-muted')}
            title={to}
          >
            {to}
          </span>
          <RelativeTime at={receivedAt} className="relative z-1 ml-1 shrink-0 text-muted" />
        </p>
        <p className={cn('truncate', unread ? 'font-semibold' : 'text-ink')}>
          <RowLink
            href={`/admin/inbox?open=${deliveryId}`}
            onOpen={() => onOpen(deliveryId)}
            aria-label={`${unread ? 'Unread: ' : ''}${shownSubject}, to ${to}`}
          >
            {shownSubject}
          </RowLink>
        </p>
        <p className="min-h-[1lh] truncate text-muted text-xs">{preview}</p>
      </div>
    </li>
  )
}
