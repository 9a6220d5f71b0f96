import Link from 'next/link'
import type { ReactNode } from 'react'
import { Count, formatCount } from '#app/_components/number.tsx'
import { Td, Th } from '#app/_components/ui/table.tsx'
import { failureRate } from './failure-rate.ts'

export interface Traffic {
  sent30d: number
  failed30d: number
}

/** The heads of `TrafficCells`. */
export const TrafficHeads = () => (
  <>
    <Th numeric className="w-22" title="Sent in the last 30 days">
      Sent, 30 d
    </Th>
    <Th numeric className="w-18" title="The share that failed in the last 30 days">
      Failed
    </Th>
  </>
)

export interface TrafficCellsProps {
  of: Traffic
  /** The lists of what was sent, and of what failed. */
  hrefs?: { sent: string; failed: string } | null
}

/** What was sent in 30 days, and the share that failed, each leading to its notifications where there is a way. */
export function TrafficCells({ of: { sent30d, failed30d }, hrefs }: TrafficCellsProps) {
  const rate = failureRate(sent30d, failed30d)
  return (
    <>
      <Td numeric>
        {sent30d > 0 ? (
          <Linked href={hrefs?.sent} count={sent30d} what="sent">
            <Count value={sent30d} compact />
          </Linked>
        ) : (
          <None />
        )}
      </Td>
      <Td numeric>
        {rate ? (
          <Linked href={hrefs?.failed} count={failed30d} what="failed">
            <span className="text-red">{rate}</span>
          </Linked>
        ) : (
          <None />
        )}
      </Td>
    </>
  )
}

/** The same in a line of a phone: ` · 1,204 sent · 2 % failed`. */
export function TrafficWords({ of: { sent30d, failed30d } }: { of: Traffic }) {
  const rate = failureRate(sent30d, failed30d)
  return (
    <>
      {sent30d > 0 ? ` · ${formatCount(sent30d)} sent` : ''}
      {rate ? <span className="text-red"> · {rate} failed</span> : null}
    </>
  )
}

const None = () => <span className="text-faint">–</span>

interface LinkedProps {
  href: string | undefined
  count: number
  what: 'sent' | 'failed'
  children: ReactNode
}

/** Named by what is seen of it, and then by what that means. */
function Linked({ href, count, what, children }: LinkedProps) {
  const title = `${formatCount(count)} ${what} in 30 days`
  if (!href) return <span title={title}>{children}</span>
  return (
    <Link
      prefetch={false}
      href={href}
      title={title}
      className="relative z-1 underline-offset-2 hover:underline"
    >
      {children}
      <span className="sr-only"> {what} in 30 days: show the notifications</span>
    </Link>
  )
}
