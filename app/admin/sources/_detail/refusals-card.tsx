import { ShieldCheck } from 'lucide-react'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { Copyable } from '#app/_components/ui/copy-button.tsx'
import { EmptyState } from '#app/_components/ui/empty-state.tsx'
import type { RouterOutputs } from '#server/trpc/root.ts'

type Refusal = RouterOutputs['sources']['get']['refusals'][number]

/** What was refused, and why. The bodies are not kept: a stranger may have sent them. */
export function RefusalsCard({ refusals }: { refusals: readonly Refusal[] }) {
  return (
    <Card title="Last refusals" flush>
      {refusals.length === 0 ? (
        <EmptyState icon={ShieldCheck} title="Nothing was refused" className="py-8">
          A request that is turned away stands here with the reason. Its body is not kept.
        </EmptyState>
      ) : (
        <ul aria-label="Last refusals" className="divide-y">
          {refusals.map(({ id, status, reason, traceId, at }) => (
            <li
              key={id}
              className="grid grid-cols-[2.25rem_minmax(0,1fr)_auto] gap-x-2 gap-y-0.5 px-4 py-2 text-sm"
            >
              <span className="font-medium text-red tabular-nums">{status}</span>
              <span className="wrap-anywhere">{reason}</span>
              <RelativeTime at={at} className="text-muted text-xs" />
              <span className="col-start-2 flex items-center gap-1 text-muted text-xs">
                Trace <Copyable value={traceId} label="trace id" short={8} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
