'use client'

import { cn } from '#app/_components/ui/cn.ts'
import type { View } from './studio-url.ts'

/** About what a list of mails shows of subject and preheader together, on a desk and on a phone. Characters. */
const SHOWN = { desktop: 110, phone: 62 } as const

export interface InboxLineProps {
  sender: string
  subject: string
  preheader: string
  /** What clients show where there is no preheader: the mail's first words. */
  text: string
  view: View
}

/** The mail as it stands in a list of mails: sender, subject, preheader, cut off where clients cut. */
export function InboxLine({ sender, subject, preheader, text, view }: InboxLineProps) {
  const phone = view === 'phone'
  const after = (preheader || text).replace(/\s+/g, ' ').trim()
  const room = Math.max(0, (phone ? SHOWN.phone : SHOWN.desktop) - subject.length)
  const cut = after.length > room ? `${after.slice(0, room).trimEnd()}…` : after
  return (
    <section
      aria-label="In the inbox"
      className={cn('mx-auto w-full border-b bg-surface px-3 py-2 text-sm', phone && 'max-w-[375px]')}
    >
      <div className={cn('flex min-w-0 items-baseline gap-2', phone && 'flex-col items-stretch gap-0')}>
        <span className="max-w-28 shrink-0 truncate font-semibold">{sender}</span>
        <span className={cn('min-w-0 flex-1', phone ? 'line-clamp-2' : 'truncate')}>
          <span className="font-medium">{subject || 'No subject'}</span>
          {cut ? (
            <span className="text-muted">
              {phone ? ' ' : ' — '}
              {cut}
            </span>
          ) : null}
        </span>
      </div>
    </section>
  )
}
