'use client'

import { PageHeader } from '#app/_components/page-header.tsx'
import { StatusBadge } from '#app/_components/status.tsx'
import { typeName } from '../_list/rows.tsx'
import { Actions } from './actions.tsx'
import { NotificationDetail, NotificationFacts } from './notification-detail.tsx'
import { DetailFailure, DetailSkeleton } from './states.tsx'
import { useNotification } from './use-notification.ts'

/** One notification as a page. */
export function NotificationPage({ id }: { id: string }) {
  const query = useNotification(id)
  const { data, error } = query
  if (!data) {
    return error ? <DetailFailure level={1} query={query} /> : <DetailSkeleton />
  }
  return (
    <div className="grid gap-4">
      <PageHeader
        title={typeName(data.eventType)}
        status={<StatusBadge pill status={data.status} />}
        meta={<NotificationFacts notification={data} />}
        actions={<Actions notification={data} />}
      />
      <NotificationDetail notification={data} />
    </div>
  )
}
