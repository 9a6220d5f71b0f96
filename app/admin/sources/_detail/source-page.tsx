'use client'

import { useQuery } from '@tanstack/react-query'
import { PageHeader } from '#app/_components/page-header.tsx'
import { Badge } from '#app/_components/ui/badge.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { useMay } from '#app/_trpc/use-may.ts'
import { MappingCard } from '../_mapping/mapping-card.tsx'
import { SetupCard } from '../_setup/setup-card.tsx'
import { authLook } from '../auth-look.ts'
import { AppUrl } from '../use-host.ts'
import { EventsCard } from './events-card.tsx'
import { RefusalsCard } from './refusals-card.tsx'
import { SettingsCard } from './settings-card.tsx'
import { SourceActions } from './source-actions.tsx'
import { TrafficCard } from './traffic-card.tsx'

const LIVE_MS = 5_000

/** One webhook source: what came, what was refused and why, how to send, and where its fields are. */
export function SourcePage({ sourceKey, appUrl }: { sourceKey: string; appUrl: string }) {
  const trpc = useTRPC()
  const mayChange = useMay('admin')
  const query = useQuery(trpc.sources.get.queryOptions({ key: sourceKey }, { refetchInterval: LIVE_MS }))
  const source = query.data
  if (!source) {
    return query.isError ? (
      <QueryFailure level={1} title="The source could not be loaded" query={query} />
    ) : (
      <SkeletonRows rows={8} label="Loading the source" />
    )
  }
  const { name, builtIn, auth, enabled } = source
  const look = authLook(auth)
  return (
    <AppUrl value={appUrl}>
      <div className="grid gap-4">
        <PageHeader
          title={name}
          status={
            <>
              {builtIn ? <Badge>Built in</Badge> : null}
              <Badge tone={enabled ? (look?.tone ?? 'grey') : 'grey'}>{enabled ? look?.word : 'Off'}</Badge>
            </>
          }
          actions={mayChange && !builtIn ? <SourceActions source={source} /> : null}
        />
        {enabled ? null : (
          <Notice tone="amber" title="This source is switched off">
            Its address answers 404, and what is sent there is not kept.
          </Notice>
        )}
        {auth === 'open' && enabled ? (
          <Notice tone="amber" title="Anybody who knows the address can send">
            Without a signature or a key nothing tells a sender from a stranger. Turn to signatures as soon as
            the sender can sign.
          </Notice>
        ) : null}
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
          <div className="grid gap-4">
            <TrafficCard traffic={source.traffic} />
            <EventsCard events={source.events} />
            <RefusalsCard refusals={source.refusals} />
          </div>
          <div className="grid gap-4">
            <SetupCard source={source} mayChange={mayChange} />
            {mayChange && !builtIn ? <SettingsCard source={source} /> : null}
          </div>
        </div>
        {builtIn ? null : <MappingCard source={source} mayChange={mayChange} />}
      </div>
    </AppUrl>
  )
}
