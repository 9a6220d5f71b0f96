import { cn } from './ui/cn.ts'

/** A post horn: mouthpiece, one coil, bell. */
export function Horn({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      className={cn('size-5 shrink-0', className)}
    >
      <circle cx="11" cy="10" r="5.5" />
      <path d="M2.5 13.5v4M3 15.5h14" />
      <path d="M16.5 15.5 21.5 12v7z" fill="currentColor" strokeLinejoin="round" />
    </svg>
  )
}

export function Wordmark({ className }: { className?: string }) {
  return (
    <span className={cn('inline-flex items-center gap-2 font-semibold text-base tracking-tight', className)}>
      <Horn className="text-accent" />
      Posthorn
    </span>
  )
}
