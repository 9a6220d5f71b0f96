'use client'

import { CircleAlert, CircleCheck, LoaderCircle, PencilLine } from 'lucide-react'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { isDirty } from './state/studio-state.ts'
import { useStudio, useStudioState } from './studio-context.tsx'

/** “Saved 2 s ago · draft of v8”, “Saving…”, “Not saved: …”. */
export function SavedState({ className }: { className?: string }) {
  const { studio, readOnly } = useStudio()
  const save = useStudioState((state) => state.save)
  const dirty = useStudioState(isDirty)
  const savedAt = useStudioState((state) => state.savedAt)
  const drafted = useStudioState((state) => state.lockVersion > 0)
  const { basedOn } = studio.draft
  const published = studio.versions[0]?.version
  const failed = save.state === 'failed' || save.state === 'conflict'
  const Icon = failed
    ? CircleAlert
    : save.state === 'saving'
      ? LoaderCircle
      : dirty
        ? PencilLine
        : CircleCheck
  if (readOnly !== null) return null
  return (
    <p
      role="status"
      className={cn(
        'flex items-center gap-1.5 text-xs tabular-nums',
        failed ? 'text-red' : 'text-muted',
        className,
      )}
    >
      <Icon aria-hidden className={cn('size-3.5 shrink-0', !failed && !dirty && 'text-green')} />
      <span className="min-w-0 truncate" title={failed ? save.message : undefined}>
        {failed ? (
          <>Not saved: {save.message}</>
        ) : save.state === 'saving' ? (
          'Saving…'
        ) : dirty ? (
          'Not saved yet'
        ) : drafted && savedAt ? (
          <>
            Saved <RelativeTime at={savedAt} />
            {basedOn ? ` · draft of v${basedOn}` : ' · draft, never published'}
          </>
        ) : published ? (
          `As published: v${published}`
        ) : (
          'Nothing written yet'
        )}
      </span>
    </p>
  )
}
