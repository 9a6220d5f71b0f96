'use client'

import { Maximize2 } from 'lucide-react'
import Link from 'next/link'
import { useQueryStates } from 'nuqs'
import { StatusBadge } from '#app/_components/status.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Sheet } from '#app/_components/ui/sheet.tsx'
import { Tooltip } from '#app/_components/ui/tooltip.tsx'
import { typeName } from '../_list/rows.tsx'
import { Actions } from './actions.tsx'
import { useExplainView } from './explain-card.tsx'
import { mailParsers } from './mail.tsx'
import { NotificationDetail, NotificationFacts } from './notification-detail.tsx'
import { DetailFailure, DetailSkeleton } from './states.tsx'
import { useNotification } from './use-notification.ts'
import { useRowFollows } from './use-row-follows.ts'

/** One notification beside the list, which stays in use: `j` and `k` walk on, Escape closes. */
export function NotificationPanel({ id, onClose }: { id: string | null; onClose: () => void }) {
  return id ? <OpenPanel id={id} onClose={onClose} /> : null
}

function OpenPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useNotification(id)
  const { data, error } = query
  useRowFollows(data)
  const [, setMailView] = useQueryStates(mailParsers)
  const [, setExplained] = useExplainView()
  return (
    <Sheet
      open
      onOpenChange={(open) => {
        if (open) return
        void setMailView(null)
        void setExplained(null)
        onClose()
      }}
      modal={false}
      title={
        <span className="flex items-center gap-3">
          <span className="truncate">{data ? typeName(data.eventType) : 'Notification'}</span>
          {data ? <StatusBadge pill status={data.status} /> : null}
        </span>
      }
      actions={
        <Tooltip content="Open as a page">
          <Button asChild variant="ghost" size="icon">
            <Link href={`/admin/notifications/${id}`} aria-label="Open as a page">
              <Maximize2 aria-hidden />
            </Link>
          </Button>
        </Tooltip>
      }
    >
      <div className="grid gap-4 p-5 max-md:p-4">
        {data ? (
          <>
            <div className="grid gap-3">
              <NotificationFacts notification={data} />
              <div className="flex flex-wrap gap-2">
                <Actions notification={data} />
              </div>
            </div>
            <NotificationDetail key={id} notification={data} />
          </>
        ) : error ? (
          <DetailFailure query={query} />
        ) : (
          <DetailSkeleton />
        )}
      </div>
    </Sheet>
  )
}
