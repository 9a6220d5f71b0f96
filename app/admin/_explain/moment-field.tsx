'use client'

import { useId } from 'react'
import { Input } from '#app/_components/ui/input.tsx'
import { Segmented } from '#app/_components/ui/segmented.tsx'

export interface MomentFieldProps {
  /** Null: now, whenever that is. */
  value: Date | null
  onValueChange: (value: Date | null) => void
}

/** Now, or a moment by the clock of the reader. */
export function MomentField({ value, onValueChange }: MomentFieldProps) {
  const id = useId()
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <fieldset className="grid min-w-0 gap-1.5">
      <legend className="mb-1.5 font-medium text-sm">Moment</legend>
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label="Moment"
          value={value ? 'at' : 'now'}
          onValueChange={(which) => onValueChange(which === 'at' ? wholeHour(new Date()) : null)}
          options={[
            { value: 'now', label: 'Now' },
            { value: 'at', label: 'At' },
          ]}
        />
        {value ? (
          <Input
            id={id}
            type="datetime-local"
            aria-label={`Day and time, in ${zone}`}
            className="w-auto min-w-52 flex-1"
            value={localText(value)}
            onChange={({ target }) => {
              const at = new Date(target.value)
              if (!Number.isNaN(at.getTime())) onValueChange(at)
            }}
          />
        ) : null}
      </div>
      {value ? <p className="text-muted text-xs">By your own clock ({zone}).</p> : null}
    </fieldset>
  )
}

/** As `datetime-local` writes it: `2026-11-21T22:00`, in the reader's zone. */
function localText(at: Date): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const day = `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`
}

function wholeHour(at: Date): Date {
  const next = new Date(at)
  next.setMinutes(0, 0, 0)
  return new Date(next.getTime() + 3_600_000)
}
