import { LoaderCircle } from 'lucide-react'
import { cn } from './cn.ts'

/** Shows itself after 200 ms. Say what is awaited in `label` where no other text says it. */
export function Spinner({ label, className }: { label?: string; className?: string }) {
  return (
    <span className={cn('appear-late inline-flex', className)} {...(label ? { role: 'status' } : {})}>
      <LoaderCircle aria-hidden className="size-4 animate-spin" />
      {label ? <span className="sr-only">{label}</span> : null}
    </span>
  )
}
