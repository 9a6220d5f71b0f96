'use client'

import { useQuery } from '@tanstack/react-query'
import { Bell } from 'lucide-react'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { addressBesideChannel } from '#app/_components/shown-address.ts'
import { StatusBadge } from '#app/_components/status.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import type { Delivery } from './use-notification.ts'

/** A push message as it was sent, drawn as a browser shows it. Its icon is named, not loaded: it may be anybody's. */
export function SentPush({ delivery, template }: { delivery: Delivery; template: string }) {
  const trpc = useTRPC()
  const content = useQuery(
    trpc.notifications.content.queryOptions(
      { deliveryId: delivery.id },
      { placeholderData: () => undefined, staleTime: 60_000 },
    ),
  )
  const push = content.data?.push
  if (content.isError && !content.data)
    return <QueryFailure compact title="The message could not be loaded" query={content} />
  if (!push) return <SkeletonRows rows={3} label="Loading the message" />
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 px-4 pt-3 pb-2 text-muted text-xs">
        <StatusBadge status={delivery.status} className="text-xs" />
        <span title={delivery.address} className="min-w-0 break-words">
          to a browser by {addressBesideChannel(delivery.address)} · {template}
          {content.data?.hidden ? ' · shown without its sensitive values' : ''}
        </span>
      </p>
      <div className="grid gap-3 bg-sunken p-4">
        <figure
          aria-label="The notification"
          className="mx-auto grid w-full max-w-sm grid-cols-[auto_minmax(0,1fr)] gap-x-3 rounded-lg border bg-raised px-3.5 py-3 shadow-md"
        >
          <span className="mt-0.5 grid size-9 place-items-center rounded-md bg-accent-soft text-accent">
            <Bell aria-hidden className="size-5" />
          </span>
          <div className="grid min-w-0 gap-0.5">
            <p className="flex items-baseline gap-2 text-sm">
              <span className="min-w-0 flex-1 break-words font-semibold">{push.title || 'No title'}</span>
              {delivery.sentAt ? (
                <RelativeTime at={delivery.sentAt} className="shrink-0 text-muted text-xs" />
              ) : null}
            </p>
            <p className="whitespace-pre-wrap break-words text-sm">{push.body}</p>
          </div>
        </figure>
        <dl className="mx-auto grid w-full max-w-sm grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-xs leading-5">
          <dt className="text-muted">Opens</dt>
          <dd className="break-all">
            {push.link ? (
              <a
                href={push.link}
                target="_blank"
                rel="noreferrer noopener"
                className="text-accent underline-offset-2 hover:underline"
              >
                {push.link}
              </a>
            ) : (
              'nothing: it has no link'
            )}
          </dd>
          {push.icon ? (
            <>
              <dt className="text-muted">Icon</dt>
              <dd className="break-all">{push.icon}</dd>
            </>
          ) : null}
        </dl>
      </div>
    </>
  )
}
