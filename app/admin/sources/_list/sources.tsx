'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { parseAsBoolean, useQueryState } from 'nuqs'
import { useCommands } from '#app/_components/commands.ts'
import { Card } from '#app/_components/ui/card.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { useMay } from '#app/_trpc/use-may.ts'
import { CreateSheet } from '../_create/create-sheet.tsx'
import { KafkaSources } from '../_kafka/kafka-sources.tsx'
import { OpenPathsNotice } from '../open-paths-notice.tsx'
import { AppUrl } from '../use-host.ts'
import { ApiCard } from './api-card.tsx'
import { SqlCard } from './sql-card.tsx'
import { WebhooksCard } from './webhooks-card.tsx'

const LIVE_MS = 5_000

/** Where events come from, and how to send some. */
export function Sources({ appUrl, schema }: { appUrl: string; schema: string }) {
  const trpc = useTRPC()
  const mayChange = useMay('admin')
  const [creating, setCreating] = useQueryState('new', parseAsBoolean.withDefault(false))
  const list = useQuery(trpc.sources.list.queryOptions(undefined, { refetchInterval: LIVE_MS }))
  const create = () => void setCreating(true)
  useCommands(
    mayChange
      ? [{ id: 'new-source', label: 'New webhook source', icon: Plus, keywords: ['create'], run: create }]
      : [],
  )
  return (
    <AppUrl value={appUrl}>
      <div className="grid gap-4">
        <OpenPathsNotice />
        {list.data ? (
          <WebhooksCard rows={list.data} onCreate={mayChange ? create : null} />
        ) : (
          <Card title="Webhooks" flush>
            {list.isError ? (
              <QueryFailure title="The sources could not be loaded" query={list} />
            ) : (
              <SkeletonRows rows={3} label="Loading sources" />
            )}
          </Card>
        )}
        <KafkaSources />
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <ApiCard />
          <SqlCard schema={schema} />
        </div>
      </div>
      {mayChange ? (
        <CreateSheet open={creating} onOpenChange={(open) => void setCreating(open || null)} />
      ) : null}
    </AppUrl>
  )
}
