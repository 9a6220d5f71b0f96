'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { ChannelIcon, channelNames } from '#app/_components/channel.tsx'
import { ExactTime, RelativeTime } from '#app/_components/relative-time.tsx'
import { addressBesideChannel, isEndpoint } from '#app/_components/shown-address.ts'
import { type Status, StatusBadge } from '#app/_components/status.tsx'
import { Badge } from '#app/_components/ui/badge.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { CategoryName } from '../_categories/category-name.tsx'
import { languageName } from '../templates/languages.ts'
import { momentIn } from './moments.ts'
import type { ExplainedDelivery, Explanation } from './types.ts'

const providerNames: Record<string, string> = {
  resend: 'Resend',
  smtp: 'SMTP',
  inbox: 'the built-in inbox',
  webpush: 'Web Push',
}

export interface DeliveryCardsProps {
  explanation: Explanation
  /** What became of each since, by its id. */
  statuses?: ReadonlyMap<string, Status>
  compact?: boolean
}

/** Each delivery that is made, held or withheld: where to, when, with which template, by what, and why. */
export function DeliveryCards({ explanation, statuses, compact = false }: DeliveryCardsProps) {
  const { deliveries } = explanation
  return (
    <ul aria-label="Deliveries" className={cn('grid gap-2', !compact && '@3xl:grid-cols-2')}>
      {deliveries.map((delivery, index) => (
        <DeliveryCard
          // biome-ignore lint/suspicious/noArrayIndexKey: the deliveries of one answer never move.
          key={index}
          delivery={delivery}
          explanation={explanation}
          since={delivery.id === null ? undefined : statuses?.get(delivery.id)}
        />
      ))}
    </ul>
  )
}

interface DeliveryCardProps {
  delivery: ExplainedDelivery
  explanation: Explanation
  /** What became of it since. */
  since?: Status | undefined
}

function DeliveryCard({ delivery, explanation, since }: DeliveryCardProps) {
  const { channel, address, status, reasonText, category, critical, provider, sender, template } = delivery
  const goes = status !== 'WITHHELD'
  const by = provider ? (providerNames[provider] ?? provider) : null
  return (
    <li className="grid content-start gap-2 rounded-md border bg-surface px-3 py-2.5 text-sm">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <ChannelIcon channel={channel} className="size-4 shrink-0 text-muted" />
        <span className="font-medium">{channelNames[channel]}</span>
        <span title={isEndpoint(address) ? address : undefined} className="wrap-anywhere min-w-0 text-muted">
          {address ? addressBesideChannel(address) : 'no address'}
        </span>
        <StatusBadge status={status as Status} className="ml-auto text-xs" />
      </div>
      <p className="text-pretty">{reasonText}</p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-xs leading-5">
        {since && since !== status ? (
          <Fact name="Now">
            <StatusBadge status={since} className="text-xs" />
          </Fact>
        ) : null}
        {goes ? (
          <Fact name="When">
            <When delivery={delivery} explanation={explanation} />
          </Fact>
        ) : null}
        <Fact name="Template">
          <Template template={template} />
        </Fact>
        {by ? <Fact name="By">{sender ? `${by}, from ${sender}` : by}</Fact> : null}
        <Fact name="Category">
          <span className="inline-flex flex-wrap items-center gap-1.5">
            <CategoryName of={category} />
            {critical ? <Badge tone="amber">Critical</Badge> : null}
            {delivery.digest ? <Badge tone="violet">Digest</Badge> : null}
            {delivery.fallbackOf.length > 0 ? <Badge tone="violet">Fallback</Badge> : null}
          </span>
        </Fact>
      </dl>
    </li>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="wrap-anywhere min-w-0">{children}</dd>
    </>
  )
}

/** Relative, exact for the reader, and as the user's own clock shows it. */
function When({ delivery: { dueAt }, explanation: { at, user } }: Omit<DeliveryCardProps, 'since'>) {
  const isNow = dueAt.getTime() <= at.getTime()
  if (isNow) return <>At once</>
  return (
    <>
      <ExactTime at={dueAt} /> (<RelativeTime at={dueAt} />)
      {user ? (
        <span className="block text-muted">For the user: {momentIn(dueAt, user.timezone, at)}</span>
      ) : null}
    </>
  )
}

function Template({ template: { key, version, locale, wordsIn } }: Pick<ExplainedDelivery, 'template'>) {
  return (
    <>
      <Link
        href={`/admin/templates/${encodeURIComponent(key)}`}
        className="text-accent underline underline-offset-2"
      >
        {key}
      </Link>
      {version > 0 ? ` v${version}` : ''} · {languageName(wordsIn || locale)}
      {wordsIn && wordsIn !== locale ? (
        <span className="text-muted"> (it has no words in {languageName(locale)})</span>
      ) : null}
    </>
  )
}
