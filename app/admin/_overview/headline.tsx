import Link from 'next/link'
import { Count, formatCount } from '#app/_components/number.tsx'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { Mark, type MarkProps } from '#app/_components/status.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { toneText } from '#app/_components/ui/tone.ts'
import { notificationsHref } from '../notifications/href.ts'
import { formatShare, sumOf } from './outcomes.ts'
import type { Summary } from './overview.tsx'

interface Figure {
  label: string
  value: number
  href: string
  mark?: MarkProps
  /** Below the number. */
  detail: React.ReactNode
  /** The number itself takes its colour only when somebody should look. */
  alarming?: boolean
}

/** The figures that one comes for; each is a link to those notifications. */
export function Headline({ summary }: { summary: Summary }) {
  const { counts, total, buckets, lastEventAt } = summary
  const since = buckets[0] ? { from: buckets[0].from } : {}
  const waiting = ['PENDING', 'QUEUED', 'SCHEDULED'] as const
  const unclear = [
    counts.PARTIAL > 0 ? `${formatCount(counts.PARTIAL)} partly sent` : null,
    counts.UNKNOWN > 0 ? `${formatCount(counts.UNKNOWN)} unknown` : null,
  ].filter((words) => words !== null)
  const share = formatShare(counts.SENT, total)
  const figures: Figure[] = [
    {
      label: 'Accepted',
      value: total,
      href: notificationsHref(since),
      detail: lastEventAt ? (
        <>
          newest <RelativeTime at={lastEventAt} />
        </>
      ) : (
        'none yet'
      ),
    },
    {
      label: 'Sent',
      value: counts.SENT,
      href: notificationsHref({ statuses: ['SENT'], ...since }),
      mark: { shape: 'dot', tone: 'green' },
      detail: share ? `${share} of the accepted` : 'nothing accepted',
    },
    {
      label: 'Failed',
      value: counts.FAILED,
      href: notificationsHref({ statuses: ['FAILED'], ...since }),
      mark: { shape: 'triangle', tone: counts.FAILED > 0 ? 'red' : 'grey' },
      detail:
        unclear.length > 0 ? `and ${unclear.join(', ')}` : counts.FAILED > 0 ? 'dead letters' : 'all is well',
      alarming: counts.FAILED > 0,
    },
    {
      label: 'Waiting',
      value: sumOf(counts, waiting),
      href: notificationsHref({ statuses: waiting, ...since }),
      mark: { shape: 'ring', tone: 'blue' },
      detail: counts.SCHEDULED > 0 ? `${formatCount(counts.SCHEDULED)} of them held` : 'to be sent',
    },
  ]
  return (
    <ul aria-label="Figures" className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {figures.map(({ label, value, href, mark, detail, alarming }) => (
        <li key={label}>
          <Link
            href={href}
            prefetch={false}
            className="grid h-full content-start gap-0.5 rounded-lg border bg-surface px-4 py-3 shadow-sm transition-colors duration-100 hover:border-field hover:bg-hover"
          >
            <span className="flex items-center gap-1.5 text-muted text-sm">
              {mark ? <Mark {...mark} /> : null}
              {label}
            </span>
            <Count
              value={value}
              compact={value >= 1_000_000}
              className={cn('font-semibold text-2xl tracking-tight', alarming && toneText.red)}
            />
            <span className="text-pretty text-muted text-xs">{detail}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
