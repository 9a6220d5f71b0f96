import Link from 'next/link'
import type { ReactNode } from 'react'
import { Count } from '#app/_components/number.tsx'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { notificationsHref } from '../notifications/href.ts'
import type { Summary } from './overview.tsx'

/** What there is to do, of this moment. */
export function QueueCard({ queue }: { queue: Summary['queue'] }) {
  const { pending, due, waiting, held, sending, oldestDueAt, capped } = queue
  const queued = notificationsHref({ statuses: ['PENDING', 'QUEUED'] })
  const rows: { label: string; hint: string; value: ReactNode; href?: string }[] = [
    { label: 'To be planned', hint: 'Stored; who hears of it is decided next', value: pending, href: queued },
    { label: 'Due now', hint: 'Deliveries that a worker may take at once', value: due, href: queued },
    { label: 'Being sent', hint: 'A provider is being called', value: sending, href: queued },
    { label: 'Next try later', hint: 'Deliveries that wait for their time', value: waiting, href: queued },
    {
      label: 'Held',
      hint: 'Until quiet hours end, or until the time they are scheduled for',
      value: held,
      href: notificationsHref({ statuses: ['SCHEDULED'] }),
    },
  ]
  return (
    <Card title="Queue" flush>
      <dl className="divide-y text-sm">
        {rows.map(({ label, hint, value, href }) => (
          <div
            key={label}
            className="relative flex h-9 items-center justify-between gap-4 px-4 hover:bg-hover"
          >
            <dt title={hint}>
              {href ? (
                <Link
                  href={href}
                  prefetch={false}
                  className="outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
                >
                  {label}
                </Link>
              ) : (
                label
              )}
            </dt>
            <dd className="font-medium tabular-nums">
              {typeof value === 'number' ? (
                <Count value={value} {...(value === 0 ? { className: 'font-normal text-faint' } : {})} />
              ) : (
                value
              )}
            </dd>
          </div>
        ))}
        <div className="flex h-9 items-center justify-between gap-4 px-4">
          <dt>Oldest due</dt>
          <dd>
            {oldestDueAt ? (
              <RelativeTime at={oldestDueAt} className="font-medium" />
            ) : (
              <span className="text-faint">none</span>
            )}
          </dd>
        </div>
      </dl>
      {capped ? (
        <p className="border-t px-4 py-2 text-muted text-xs">
          There are at least so many: counting stops at <Count value={10_000} />.
        </p>
      ) : null}
    </Card>
  )
}
