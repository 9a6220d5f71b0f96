/** How far something has come; `share` from 0 to 1. */
export function ProgressBar({ label, share }: { label: string; share: number }) {
  const percent = Math.round(Math.min(Math.max(share, 0), 1) * 100)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="h-1.5 min-w-0 overflow-hidden rounded-full bg-hover"
    >
      <div
        className="h-full origin-left bg-accent transition-transform duration-300"
        style={{ transform: `scaleX(${percent / 100})` }}
      />
    </div>
  )
}
