import { Mark } from '#app/_components/status.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { toneText } from '#app/_components/ui/tone.ts'
import { type ListState, listStates, stateLooks } from './row-state.ts'

export interface StateMarkProps {
  state: ListState
  /** The published version; said where there is one. */
  version: number | null
  className?: string
}

/** A template's state as mark, word and colour together: `● Published v7`. */
export function StateMark({ state, version, className }: StateMarkProps) {
  const { word, shape, tone, meaning } = stateLooks[state]
  return (
    <span
      title={meaning}
      className={cn('inline-flex items-center gap-1.5 whitespace-nowrap text-sm', toneText[tone], className)}
    >
      <Mark shape={shape} tone={tone} />
      <span>
        <span className="font-medium">{word}</span>
        {version !== null && state !== 'newer' ? (
          <span className="text-muted tabular-nums"> v{version}</span>
        ) : null}
      </span>
    </span>
  )
}

/** The states that the list can be narrowed to. */
export const stateTabs = listStates.map((state) => {
  const { word, shape, tone } = stateLooks[state]
  return { state, label: word, icon: <Mark shape={shape} tone={tone} />, always: state === 'published' }
})
