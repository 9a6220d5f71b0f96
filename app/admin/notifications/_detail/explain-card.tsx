'use client'

import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import Link from 'next/link'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { Segmented } from '#app/_components/ui/segmented.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { useMay } from '#app/_trpc/use-may.ts'
import { Explained } from '../../_explain/explanation.tsx'
import { useExplanation } from '../../_explain/use-explanation.ts'
import type { Notification } from './use-notification.ts'

const views = ['decided', 'today'] as const

/** Which explanation of a notification is open, in the URL; null: none. */
export const useExplainView = () => useQueryState('explain', parseAsStringLiteral(views))

/** Why it was decided as it was, and how it would be decided today; only when it is asked for. */
export function ExplainCard({ notification }: { notification: Notification }) {
  const [view, setView] = useExplainView()
  const may = useMay('ingest')
  if (view === null) return null
  const today = view === 'today' && may
  return (
    <Card
      title="Why"
      actions={
        <>
          {may && !notification.erasedAt ? (
            <Segmented
              label="Which explanation"
              value={today ? 'today' : 'decided'}
              onValueChange={(next) => void setView(next)}
              options={[
                { value: 'decided', label: 'As it was decided' },
                { value: 'today', label: 'As it would be today' },
              ]}
            />
          ) : null}
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label="Close the explanation"
            onClick={() => void setView(null)}
          >
            <X aria-hidden />
          </Button>
        </>
      }
    >
      {today ? <Today notification={notification} /> : <Decided notification={notification} />}
    </Card>
  )
}

function Decided({ notification: { id, status } }: { notification: Notification }) {
  const trpc = useTRPC()
  const query = useQuery(
    trpc.explain.ofNotification.queryOptions(
      { id },
      { enabled: status !== 'PENDING', placeholderData: () => undefined },
    ),
  )
  if (status === 'PENDING')
    return <p className="text-muted text-sm">It is still to be planned; that takes a moment.</p>
  if (query.data) return <Explained explanation={query.data} tense="was" />
  if (query.isError) return <QueryFailure compact title="It could not be explained" query={query} />
  return <SkeletonRows rows={3} label="Loading the explanation" />
}

function Today({ notification }: { notification: Notification }) {
  const { id, eventType, source, sourceName, payload, sensitive, sensitiveErased } = notification
  const query = useExplanation({
    ...(eventType === null ? {} : { eventType }),
    ...{ source, payload },
    ...(sourceName === null ? {} : { sourceName }),
  })
  return (
    <div className="grid gap-3">
      {sensitive || sensitiveErased ? (
        <Notice tone="amber">Its sensitive values are hidden here: what depends on them may differ.</Notice>
      ) : null}
      {query.data ? (
        <Explained explanation={query.data} />
      ) : query.isError ? (
        <QueryFailure compact title="It could not be explained" query={query} />
      ) : (
        <SkeletonRows rows={3} label="Planning it again" />
      )}
      <p className="text-muted text-xs">
        Planned again with today’s workflows, preferences and templates; nothing is stored or sent.{' '}
        <Link href={`/admin/explain?notification=${id}`} className="text-accent underline underline-offset-2">
          Change the event and ask again
        </Link>
      </p>
    </div>
  )
}
