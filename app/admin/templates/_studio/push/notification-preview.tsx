'use client'

import { Bell } from 'lucide-react'
import type { Preview } from '../types.ts'

/** About what a notification shows when it comes up. Characters. */
const SHOWN = { title: 50, body: 150 } as const

/** The message as it stands on a screen, cut off where most systems cut. */
export function NotificationPreview({ push, sender }: { push: Preview['push']; sender: string }) {
  const { title, body, link, icon } = push
  return (
    <section aria-label="The push message" className="grid max-w-sm gap-2">
      <div className="flex gap-3 rounded-xl border bg-raised p-3 shadow-lg">
        {icon ? (
          // biome-ignore lint/performance/noImgElement: of any host, and only looked at
          <img src={icon} alt="" className="size-10 shrink-0 rounded-lg object-cover" />
        ) : (
          <span className="grid size-10 shrink-0 place-items-center rounded-lg bg-accent-soft text-accent">
            <Bell aria-hidden className="size-5" />
          </span>
        )}
        <div className="grid min-w-0 flex-1 content-start gap-0.5">
          <p className="truncate text-2xs text-muted">{sender} · now</p>
          <p className="break-words font-semibold text-sm">{cut(title, SHOWN.title) || 'No title'}</p>
          <p className="line-clamp-4 break-words text-sm">{cut(body, SHOWN.body)}</p>
        </div>
      </div>
      <p className="break-all text-muted text-xs">{link ? `Opens ${link}` : 'Opens nothing.'}</p>
    </section>
  )
}

const cut = (text: string, length: number) =>
  text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`
