'use client'

import { useQuery } from '@tanstack/react-query'
import { Clock, Layers, MailX } from 'lucide-react'
import Link from 'next/link'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { ExactTime, RelativeTime } from '#app/_components/relative-time.tsx'
import { shownAddress } from '#app/_components/shown-address.ts'
import { StatusBadge, StatusIcon } from '#app/_components/status.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { Combobox } from '#app/_components/ui/combobox.tsx'
import { CopyButton } from '#app/_components/ui/copy-button.tsx'
import { EmptyState } from '#app/_components/ui/empty-state.tsx'
import { Segmented } from '#app/_components/ui/segmented.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { Tabs } from '#app/_components/ui/tabs.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import type { RouterOutputs } from '#server/trpc/root.ts'
import { headerLines } from '../../_mail/mail-format.ts'
import { MailFrame } from '../../_mail/mail-frame.tsx'
import { MailHeaders } from '../../_mail/mail-headers.tsx'
import { SentPush } from './sent-push.tsx'
import type { Delivery, Notification } from './use-notification.ts'

const tabs = ['html', 'text', 'headers'] as const
const widths = ['wide', 'phone'] as const
type Tab = (typeof tabs)[number]

/** What of the mail is looked at, in the URL. */
export const mailParsers = {
  delivery: parseAsString,
  tab: parseAsStringLiteral(tabs).withDefault('html'),
  width: parseAsStringLiteral(widths).withDefault('wide'),
}

/** Which mail of a notification is looked at, and how: in the URL. Without a choice, the newest that has one. */
export function useMailView({ deliveries }: Pick<Notification, 'deliveries'>) {
  const [view, setView] = useQueryStates(mailParsers)
  const shown =
    deliveries.find(({ id }) => id === view.delivery) ??
    deliveries.findLast(({ hasContent }) => hasContent) ??
    deliveries.at(-1) ??
    null
  return { ...view, shown, setView }
}

export type MailView = ReturnType<typeof useMailView>

/** `ada@example.com`, and for what was made of it later `Replay 1 · ada@example.com`; else the channel. */
function labelOf(delivery: Delivery, all: readonly Delivery[]): string {
  const channel = delivery.channel === 'push' ? 'Push' : 'E-mail'
  if (!delivery.replayOf) return shownAddress(delivery.address) || channel
  const replays = all.filter(({ replayOf, address }) => replayOf && address === delivery.address)
  return `Replay ${replays.indexOf(delivery) + 1} · ${shownAddress(delivery.address)}`
}

/** A delivery's mail exactly as it was sent. */
export function Mail({ notification, view }: { notification: Notification; view: MailView }) {
  const { deliveries, status, erasedAt } = notification
  const { shown, setView } = view
  return (
    <Card
      title="What was sent"
      flush
      actions={
        deliveries.length > 1 ? (
          <Combobox
            label="Delivery"
            className="w-64 max-w-full"
            value={shown?.id ?? null}
            onValueChange={(delivery) => void setView({ delivery })}
            options={deliveries.map((delivery) => ({
              value: delivery.id,
              label: labelOf(delivery, deliveries),
              icon: <StatusIcon status={delivery.status} />,
            }))}
          />
        ) : null
      }
    >
      {shown?.hasContent && shown.channel === 'push' ? (
        <SentPush key={shown.id} delivery={shown} template={templateWords(shown)} />
      ) : shown?.hasContent ? (
        <SentMail key={shown.id} delivery={shown} view={view} />
      ) : erasedAt ? (
        <EmptyState icon={MailX} title="Erased" className="py-10">
          The user was deleted, and what was sent to them with it.
        </EmptyState>
      ) : shown?.digest ? (
        <EmptyState
          icon={Layers}
          title={isWaiting(shown, status) ? 'It goes out in a digest' : 'It went into a digest'}
          className="py-10"
          actions={
            <Link
              href={`/admin/notifications/${shown.digest.notificationId}?delivery=${shown.digest.deliveryId}`}
              className="font-medium text-accent text-sm underline-offset-2 hover:underline"
            >
              Show the digest
            </Link>
          }
        >
          One message lists the events of several notifications; it stands with the first of them.
        </EmptyState>
      ) : shown?.status === 'HELD' ? (
        <EmptyState icon={Clock} title="Held until its time" className="py-10">
          <ExactTime at={shown.dueAt} /> (<RelativeTime at={shown.dueAt} />
          ). What is sent is made then, and appears here by itself.
        </EmptyState>
      ) : (
        <EmptyState icon={MailX} title={nothingTitle(shown, status)} className="py-10">
          {shown?.reasonText ?? nothingWords(shown, status)}
        </EmptyState>
      )}
    </Card>
  )
}

/** `order-created v2 · en`; below 0 is what a test of a draft sent. */
function templateWords({ templateKey, templateVersion: number, locale }: Delivery): string {
  const version = number < 0 ? ' (test)' : number ? ` v${number}` : ''
  return `${templateKey}${version} · ${locale}`
}

const isWaiting = (delivery: Delivery | null, status: Notification['status']) =>
  delivery ? ['QUEUED', 'HELD', 'SENDING'].includes(delivery.status) : status === 'PENDING'

const nothingTitle = (delivery: Delivery | null, status: Notification['status']) =>
  isWaiting(delivery, status) ? 'Not rendered yet' : 'Nothing was sent'

const nothingWords = (delivery: Delivery | null, status: Notification['status']) =>
  isWaiting(delivery, status)
    ? 'The mail is made at its first try, and appears here by itself.'
    : 'This notification made no mail.'

function SentMail({ delivery, view }: { delivery: Delivery; view: MailView }) {
  const trpc = useTRPC()
  const { tab, width, setView } = view
  const content = useQuery(
    trpc.notifications.content.queryOptions(
      { deliveryId: delivery.id },
      { placeholderData: () => undefined, staleTime: 60_000 },
    ),
  )
  return (
    <>
      <div className="grid gap-0.5 px-4 pt-3 pb-2">
        <p className="break-words font-semibold">{delivery.subject || 'No subject'}</p>
        <p className="flex flex-wrap items-center gap-x-2 text-muted text-xs">
          <StatusBadge status={delivery.status} className="text-xs" />
          <span className="min-w-0 break-words">
            to {delivery.address} · {templateWords(delivery)}
            {content.data?.hidden ? ' · shown without its sensitive values' : ''}
          </span>
        </p>
      </div>
      {content.isError && !content.data ? (
        <QueryFailure compact title="The mail could not be loaded" query={content} />
      ) : (
        <Tabs
          label="Mail"
          value={tab}
          onValueChange={(next) => void setView({ tab: tabs.find((one) => one === next) ?? 'html' })}
          actions={
            tab === 'html' ? (
              <Segmented
                label="Width"
                value={width}
                onValueChange={(next) => void setView({ width: next })}
                options={[
                  { value: 'wide', label: '600 px' },
                  { value: 'phone', label: 'Phone' },
                ]}
              />
            ) : content.data ? (
              <CopyButton text label="Copy" value={copied(tab, content.data)} />
            ) : null
          }
          tabs={[
            {
              value: 'html',
              label: 'HTML',
              content: (
                <div className="bg-sunken p-3">
                  <MailFrame
                    deliveryId={delivery.id}
                    subject={delivery.subject}
                    width={width}
                    className="h-[40rem] min-h-48 resize-y overflow-auto rounded-md border"
                  />
                </div>
              ),
            },
            {
              value: 'text',
              label: 'Text',
              content: content.data ? (
                <pre className="max-h-[42rem] overflow-auto whitespace-pre-wrap break-words px-4 py-3 text-xs leading-5">
                  {content.data.text}
                </pre>
              ) : (
                <SkeletonRows rows={4} label="Loading the text" />
              ),
            },
            {
              value: 'headers',
              label: 'Headers',
              content: content.data ? (
                <MailHeaders headers={content.data.headers} />
              ) : (
                <SkeletonRows rows={6} label="Loading the headers" />
              ),
            },
          ]}
        />
      )}
    </>
  )
}

type Content = RouterOutputs['notifications']['content']

const copied = (tab: Tab, { text, headers }: Content) => (tab === 'text' ? text : headerLines(headers))
