'use client'

import Link from 'next/link'
import { JsonTree } from '#app/_components/json-tree.tsx'
import { Facts } from '#app/_components/page-header.tsx'
import { ExactTime, RelativeTime } from '#app/_components/relative-time.tsx'
import { shownAddress } from '#app/_components/shown-address.ts'
import { Card } from '#app/_components/ui/card.tsx'
import { Copyable } from '#app/_components/ui/copy-button.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { UserLink } from '../../users/user-link.tsx'
import { userName } from '../../users/user-name.ts'
import { sourceLabel } from '../filters.ts'
import { ExplainCard } from './explain-card.tsx'
import { Mail, useMailView } from './mail.tsx'
import { Timeline } from './timeline.tsx'
import type { Notification } from './use-notification.ts'

/** Order, recipient, source, workflow, time and ids in one line; who and what decided it are links. */
export function NotificationFacts({ notification }: { notification: Notification }) {
  const { id, orderId, correlationId, recipient, user, source, sourceName, workflow, createdAt, traceId } =
    notification
  return (
    <Facts>
      {orderId ? `order ${orderId}` : null}
      {correlationId && correlationId !== orderId ? (
        <span className="break-all">correlation {correlationId}</span>
      ) : null}
      {user ? (
        <UserLink id={user.id} className="break-all">
          {[recipient ? user.name : userName(user), recipient && shownAddress(recipient)]
            .filter(Boolean)
            .join(', ')}
        </UserLink>
      ) : recipient ? (
        <span className="break-all">{shownAddress(recipient)}</span>
      ) : null}
      <span>
        from {sourceLabel(source)}
        {sourceName ? ` “${sourceName}”` : ''}
      </span>
      {workflow ? (
        <span>
          by{' '}
          <Link
            href={`/admin/workflows/${encodeURIComponent(workflow.key)}`}
            className="text-accent underline-offset-2 hover:underline"
          >
            {workflow.name}
          </Link>
        </span>
      ) : null}
      <span>
        <ExactTime at={createdAt} /> (<RelativeTime at={createdAt} />)
      </span>
      <span className="flex items-center gap-1">
        trace <Copyable value={traceId} label="trace id" short={8} />
      </span>
      <span className="flex items-center gap-1">
        id <Copyable value={id} label="notification id" short={8} />
      </span>
    </Facts>
  )
}

/** Why it is as it is, and what to do, where that is not plain. */
function Explanation({ notification }: { notification: Notification }) {
  const { status, statusReason, deliveries } = notification
  switch (status) {
    case 'FAILED':
      return (
        <Notice tone="red" title={statusReason ?? 'It could not be sent'}>
          No more tries are made by themselves. Retry when the cause is gone.
        </Notice>
      )
    case 'PARTIAL':
      return (
        <Notice tone="amber" title={`Partly sent: ${statusReason ?? 'some deliveries failed'}`}>
          Retry tries only what failed; what was sent is not sent again.
        </Notice>
      )
    case 'UNKNOWN':
      return (
        <Notice tone="amber" title="Nobody knows whether it went out">
          {statusReason ? `${statusReason} ` : ''}Ask the recipient, or retry: at worst it arrives twice.
        </Notice>
      )
    case 'WITHHELD':
    case 'RECORDED':
    case 'CANCELLED':
      return statusReason ? <Notice>{statusReason}</Notice> : null
    case 'SCHEDULED': {
      const held = deliveries
        .filter((delivery) => delivery.status === 'HELD')
        .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())[0]
      return held ? (
        <Notice>
          {held.reasonText ?? 'Held until its time.'} By your clock that is <ExactTime at={held.dueAt} /> (
          <RelativeTime at={held.dueAt} />
          ). It is looked at again then and sent by itself; until then it can be cancelled.
        </Notice>
      ) : null
    }
    default:
      return null
  }
}

/** Why parts of the event and of the mail are not to be seen. */
function SensitiveNotice({ notification: { sensitive, sensitiveErased } }: { notification: Notification }) {
  if (sensitiveErased) {
    return (
      <Notice title="Its sensitive values are gone">
        {sensitiveErased.join(', ')}: erased when it had ended, from the event and from the mail, which stand
        here with ••• in their places. It can’t be sent again.
      </Notice>
    )
  }
  return sensitive ? (
    <Notice title="Sensitive values are hidden">
      They stand here as •••, and are erased when it has been sent; what fails keeps them for 7 days, so that
      it can be tried again.
    </Notice>
  ) : null
}

/** What happened and why: the same on the page and in the panel; its own width decides on one column or two. */
export function NotificationDetail({ notification }: { notification: Notification }) {
  const view = useMailView(notification)
  const { deliveries, timeline, payload } = notification
  return (
    <div className="@container grid gap-4">
      <Explanation notification={notification} />
      <SensitiveNotice notification={notification} />
      <ExplainCard notification={notification} />
      <div className="grid @5xl:grid-cols-[minmax(0,5fr)_minmax(0,6fr)] items-start gap-4">
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
          <Card title="Timeline" flush>
            <Timeline
              entries={timeline}
              deliveryId={view.shown?.id ?? null}
              showable={new Set(deliveries.filter(({ hasContent }) => hasContent).map(({ id }) => id))}
              onShow={(delivery) => void view.setView({ delivery })}
            />
          </Card>
          <div className="@max-5xl:hidden">
            <EventCard payload={payload} />
          </div>
        </div>
        <Mail notification={notification} view={view} />
        <div className="@5xl:hidden">
          <EventCard payload={payload} />
        </div>
      </div>
    </div>
  )
}

function EventCard({ payload }: Pick<Notification, 'payload'>) {
  return (
    <Card title="Event" flush>
      <JsonTree value={payload} label="Payload" />
    </Card>
  )
}
