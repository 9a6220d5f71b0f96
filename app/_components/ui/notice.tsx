import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'
import { toneText } from './tone.ts'

type NoticeTone = 'blue' | 'green' | 'amber' | 'red'

const icons: Record<NoticeTone, LucideIcon> = {
  blue: Info,
  green: CircleCheck,
  amber: TriangleAlert,
  red: CircleAlert,
}

const grounds: Record<NoticeTone, string> = {
  blue: 'border-blue-line bg-blue-soft',
  green: 'border-green-line bg-green-soft',
  amber: 'border-amber-line bg-amber-soft',
  red: 'border-red-line bg-red-soft',
}

export interface NoticeProps {
  tone?: NoticeTone
  title?: string
  children?: ReactNode
  actions?: ReactNode
  className?: string
}

/** Something to know, in the flow of the page. A red one is read out at once. */
export function Notice({ tone = 'blue', title, children, actions, className }: NoticeProps) {
  const Icon = icons[tone]
  return (
    <div
      role={tone === 'red' ? 'alert' : 'note'}
      className={cn(
        'flex flex-wrap items-start gap-2.5 rounded-md border px-3 py-2.5 text-sm',
        grounds[tone],
        className,
      )}
    >
      <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', toneText[tone])} />
      <div className="grid min-w-0 flex-1 basis-48 gap-0.5">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div className="text-pretty text-ink">{children}</div> : null}
      </div>
      {actions ? <div className="ml-auto flex shrink-0 gap-1.5">{actions}</div> : null}
    </div>
  )
}
