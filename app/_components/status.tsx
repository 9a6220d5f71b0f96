import type { DeliveryStatus } from '#server/db/schema/deliveries.ts'
import type { NotificationStatus } from '#server/db/schema/notifications.ts'
import { cn } from './ui/cn.ts'
import { type Tone, toneSoft, toneText } from './ui/tone.ts'

export type Status = NotificationStatus | DeliveryStatus
export type Shape = 'dot' | 'double-tick' | 'ring' | 'clock' | 'triangle' | 'half-dot' | 'question' | 'dash'

export interface StatusLook {
  word: string
  shape: Shape
  tone: Tone
  /** What it means, for the tooltip. */
  meaning: string
}

const looks: Record<Status, StatusLook> = {
  PENDING: {
    word: 'Queued',
    shape: 'ring',
    tone: 'blue',
    meaning: 'Stored; who hears of it is decided next',
  },
  QUEUED: { word: 'Queued', shape: 'ring', tone: 'blue', meaning: 'Planned and waiting to be sent' },
  SENDING: { word: 'Sending', shape: 'ring', tone: 'blue', meaning: 'The provider is being called' },
  SENT: { word: 'Sent', shape: 'dot', tone: 'green', meaning: 'The provider accepted it' },
  DELIVERED: {
    word: 'Delivered',
    shape: 'double-tick',
    tone: 'green',
    meaning: 'The provider says that it arrived',
  },
  HELD: { word: 'Held', shape: 'clock', tone: 'violet', meaning: 'Waits for its time' },
  SCHEDULED: { word: 'Held', shape: 'clock', tone: 'violet', meaning: 'Waits for its time' },
  FAILED: { word: 'Failed', shape: 'triangle', tone: 'red', meaning: 'Not sent, and no more tries are made' },
  BOUNCED: { word: 'Bounced', shape: 'triangle', tone: 'red', meaning: 'The receiving server sent it back' },
  COMPLAINED: {
    word: 'Complained',
    shape: 'triangle',
    tone: 'red',
    meaning: 'The recipient reported it as spam',
  },
  PARTIAL: {
    word: 'Partly sent',
    shape: 'half-dot',
    tone: 'amber',
    meaning: 'Some deliveries were sent, others not',
  },
  UNKNOWN: {
    word: 'Unknown',
    shape: 'question',
    tone: 'amber',
    meaning: 'The provider was called, but no answer was heard: it may have been sent',
  },
  WITHHELD: { word: 'Withheld', shape: 'dash', tone: 'grey', meaning: 'Decided not to be sent' },
  CANCELLED: { word: 'Cancelled', shape: 'dash', tone: 'grey', meaning: 'Stopped by a member' },
  RECORDED: {
    word: 'Recorded',
    shape: 'dash',
    tone: 'grey',
    meaning: 'Kept for audit; there is nobody to tell',
  },
}

/** Word, icon, tone and meaning of a status: the one table of them. */
export const statusLook = (status: Status): StatusLook => looks[status]

const stroke = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.75, strokeLinecap: 'round' } as const

function shapeOf(shape: Shape) {
  switch (shape) {
    case 'dot':
      return <circle cx="7" cy="7" r="4.25" fill="currentColor" />
    case 'double-tick':
      return <path {...stroke} strokeLinejoin="round" d="m1 7.5 2.75 2.75L9 4.5M6.75 9.5l.75.75L13 4.5" />
    case 'ring':
      return <circle {...stroke} cx="7" cy="7" r="4" />
    case 'clock':
      return (
        <path
          {...stroke}
          strokeLinejoin="round"
          d="M7 1.75a5.25 5.25 0 1 0 0 10.5 5.25 5.25 0 0 0 0-10.5M7 4v3.25l2 1.25"
        />
      )
    case 'triangle':
      return (
        <path
          fill="currentColor"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinejoin="round"
          d="M7 2.5 12 11.25H2z"
        />
      )
    case 'half-dot':
      return (
        <>
          <circle {...stroke} cx="7" cy="7" r="4" />
          <path fill="currentColor" d="M7 3a4 4 0 0 0 0 8z" />
        </>
      )
    case 'question':
      return (
        <>
          <path
            {...stroke}
            strokeLinejoin="round"
            d="M4.5 4.75a2.5 2.5 0 1 1 3.6 2.2c-.7.35-1.1.8-1.1 1.55"
          />
          <circle cx="7" cy="11.25" r="1.1" fill="currentColor" />
        </>
      )
    case 'dash':
      return <path {...stroke} d="M3.25 7h7.5" />
  }
}

export interface MarkProps {
  shape: Shape
  tone: Tone
  className?: string
}

/** A shape alone, for lines of a timeline that are no status. It says nothing to a screen reader. */
export function Mark({ shape, tone, className }: MarkProps) {
  return (
    <svg
      viewBox="0 0 14 14"
      aria-hidden="true"
      className={cn('size-3.5 shrink-0', toneText[tone], className)}
    >
      {shapeOf(shape)}
    </svg>
  )
}

export function StatusIcon({ status, className }: { status: Status; className?: string }) {
  const { shape, tone } = looks[status]
  return <Mark shape={shape} tone={tone} {...(className ? { className } : {})} />
}

export interface StatusBadgeProps {
  status: Status
  /** Continues the word: `until 08:00`, `2 of 3`. */
  detail?: string
  /** Words on their soft ground, for a page's head; plain in tables. */
  pill?: boolean
  className?: string
}

/** A status as icon, word and colour together. */
export function StatusBadge({ status, detail, pill = false, className }: StatusBadgeProps) {
  const { word, tone, meaning } = looks[status]
  const continued = detail === undefined ? '' : status === 'PARTIAL' ? ` (${detail})` : ` ${detail}`
  return (
    <span
      title={meaning}
      className={cn(
        'inline-flex items-center gap-1.5 whitespace-nowrap align-middle font-medium',
        pill ? ['h-6 rounded-full border pr-2.5 pl-2 text-xs', toneSoft[tone]] : ['text-sm', toneText[tone]],
        className,
      )}
    >
      <StatusIcon status={status} />
      <span>
        {word}
        {continued}
      </span>
    </span>
  )
}
