'use client'

import { Info } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Duration } from '#app/_components/duration.tsx'
import { ExactTime, RelativeTime } from '#app/_components/relative-time.tsx'
import { Mark, type Shape } from '#app/_components/status.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { Popover, PopoverContent, PopoverTrigger } from '#app/_components/ui/popover.tsx'
import { toneText } from '#app/_components/ui/tone.ts'
import { StepList } from '../../_explain/step-list.tsx'
import type { Notification } from './use-notification.ts'

type Entry = Notification['timeline'][number]

/** Which shape stands for a line: that of the state it led to. */
function shapeOf({ kind, tone, future, detail }: Entry): Shape {
  if (future || kind === 'due') return tone === 'violet' ? 'clock' : 'ring'
  if (tone === 'green') return kind === 'ended' ? 'double-tick' : 'dot'
  if (tone === 'red') return 'triangle'
  if (tone === 'amber') return kind === 'ended' ? 'question' : 'half-dot'
  if (kind === 'withheld' || kind === 'ended' || (kind === 'planned' && !detail)) return 'dash'
  return 'ring'
}

export interface TimelineProps {
  entries: readonly Entry[]
  /** The delivery whose mail is shown beside it. */
  deliveryId: string | null
  /** Shows a delivery's mail; only for those that have one. */
  onShow: (deliveryId: string) => void
  showable: ReadonlySet<string>
}

/** Everything that happened, oldest first, and what is still to come. */
export function Timeline({ entries, deliveryId, onShow, showable }: TimelineProps) {
  const several = new Set(entries.flatMap((entry) => entry.deliveryId ?? [])).size > 1
  return (
    <ol aria-label="Timeline" className="px-4 py-3">
      {entries.map((entry, index) => {
        const before = entries[index - 1]
        const shown = several && entry.deliveryId !== null && entry.deliveryId === deliveryId
        const { deliveryId: about } = entry
        return (
          <li
            key={entry.id}
            id={`entry-${entry.id}`}
            className={cn(
              'group relative -mx-2 grid grid-cols-[5.75rem_1rem_minmax(0,1fr)] gap-x-2.5 rounded-md px-2 target:bg-accent-soft',
              entry.future && 'text-muted',
            )}
          >
            <a
              href={`#entry-${entry.id}`}
              className="pt-1.5 text-right text-muted text-xs tabular-nums leading-5 hover:text-ink hover:underline"
            >
              {entry.future ? <RelativeTime at={entry.at} /> : <ExactTime at={entry.at} format="ms" />}
              {before && apart(before.at, entry.at) && !entry.future ? (
                <span className="block text-2xs leading-4">
                  <Duration ms={entry.at.getTime() - before.at.getTime()} /> later
                </span>
              ) : null}
            </a>
            <span className="relative flex justify-center">
              <span
                aria-hidden
                className={cn(
                  'absolute w-px bg-border',
                  index === 0 ? 'top-4' : 'top-0',
                  index === entries.length - 1 ? 'h-4' : 'bottom-0',
                )}
              />
              <span className="relative mt-2 h-fit bg-surface py-0.5">
                <Mark shape={shapeOf(entry)} tone={entry.tone} />
              </span>
            </span>
            <div className="min-w-0 py-1.5 text-sm leading-5">
              <div className="flex flex-wrap items-baseline gap-x-2">
                <span className="min-w-0 break-words font-medium">{entry.title}</span>
                {entry.actorName ? <span className="text-muted">by {entry.actorName}</span> : null}
                {entry.durationMs === null ? null : (
                  <Duration ms={entry.durationMs} className="text-muted text-xs" />
                )}
                {entry.steps.length > 0 ? <Why entry={entry} /> : null}
                {several &&
                entry.kind === 'delivery' &&
                entry.links.length === 0 &&
                about &&
                showable.has(about) ? (
                  <button
                    type="button"
                    aria-pressed={shown}
                    onClick={() => onShow(about)}
                    className="text-accent text-xs underline-offset-2 hover:underline aria-pressed:text-muted"
                  >
                    {shown ? 'It is shown' : 'Show it'}
                  </button>
                ) : null}
              </div>
              {entry.detail ? <p className="break-words text-muted text-xs">{entry.detail}</p> : null}
              {entry.links.length > 0 ? <Events links={entry.links} /> : null}
              {entry.reason ? (
                <Words
                  text={entry.reason}
                  className={
                    entry.tone === 'red' || entry.tone === 'amber' ? toneText[entry.tone] : 'text-muted'
                  }
                />
              ) : null}
            </div>
          </li>
        )
      })}
    </ol>
  )
}

/** Behind an ⓘ: what was looked at until it came to that. */
function Why({ entry: { title, steps } }: { entry: Entry }) {
  return (
    <Popover>
      <PopoverTrigger asChild>
        <button
          type="button"
          aria-label={`Why: ${title}`}
          title="How it was decided"
          className="-my-0.5 relative grid size-6 shrink-0 place-items-center self-center rounded-sm text-faint hover:bg-hover hover:text-ink data-[state=open]:bg-hover data-[state=open]:text-ink"
        >
          <Info aria-hidden className="size-3.5" />
        </button>
      </PopoverTrigger>
      <PopoverContent aria-label={`Why: ${title}`} className="w-96 max-w-[calc(100vw-2rem)]">
        <StepList steps={steps} compact />
      </PopoverContent>
    </Popover>
  )
}

const LINKS_SHOWN = 10

/** The notifications of one digest. */
function Events({ links }: Pick<Entry, 'links'>) {
  const [whole, setWhole] = useState(false)
  const shown = whole ? links : links.slice(0, LINKS_SHOWN)
  return (
    <p className="flex flex-wrap gap-x-3 text-xs">
      {shown.map(({ notificationId, title }) => (
        <Link
          key={notificationId}
          href={`/admin/notifications/${notificationId}`}
          className="text-accent underline-offset-2 hover:underline"
        >
          {title} <span className="font-mono text-muted">{notificationId.slice(-6)}</span>
        </Link>
      ))}
      {shown.length < links.length ? (
        <button
          type="button"
          onClick={() => setWhole(true)}
          className="text-accent underline underline-offset-2"
        >
          and {links.length - shown.length} more
        </button>
      ) : null}
    </p>
  )
}

const APART_MS = 60_000
const apart = (before: Date, at: Date) => at.getTime() - before.getTime() >= APART_MS

const LONG = 280

/** A provider's words may run to 2,000 characters. */
function Words({ text, className }: { text: string; className: string }) {
  const [whole, setWhole] = useState(false)
  const cut = text.length > LONG && !whole
  return (
    <p className={cn('whitespace-pre-wrap break-words text-xs', className)}>
      {cut ? `${text.slice(0, LONG)}…` : text}
      {cut ? (
        <button
          type="button"
          onClick={() => setWhole(true)}
          className="ml-1 text-accent underline underline-offset-2"
        >
          show all
        </button>
      ) : null}
    </p>
  )
}
