'use client'

import { Moon } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { zoneName } from '../_form/choices.ts'
import type { Preferences, PreferencesChange } from './changed.ts'
import { useLocalTime } from './local-time.tsx'

export interface QuietHoursProps {
  preferences: Preferences
  /** IANA; where they are meant. */
  zone: string
  onChange: (change: PreferencesChange, said: string) => void
}

const usual = { start: '22:00', end: '07:00' }

/** When nothing is sent but what is critical; it waits for their end. Saved when a time is left. */
export function QuietHours({ preferences, zone, onChange }: QuietHoursProps) {
  const { quietHoursStart, quietHoursEnd } = preferences
  const now = useLocalTime(zone)
  const set = (hours: { start: string; end: string } | null) =>
    onChange({ quietHours: hours }, hours ? `Quiet from ${hours.start} to ${hours.end}` : 'No quiet hours')
  if (!quietHoursStart || !quietHoursEnd) {
    return (
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-muted text-sm">None: something may come at any hour.</p>
        <Button size="sm" onClick={() => set(usual)}>
          <Moon aria-hidden />
          Set quiet hours
        </Button>
      </div>
    )
  }
  const isQuiet =
    quietHoursStart < quietHoursEnd
      ? now >= quietHoursStart && now < quietHoursEnd
      : now >= quietHoursStart || now < quietHoursEnd
  return (
    <div className="grid gap-2">
      <Hours
        // Anew when somebody else, or Undo, has changed them.
        key={`${quietHoursStart} ${quietHoursEnd}`}
        start={quietHoursStart}
        end={quietHoursEnd}
        onSave={set}
        onRemove={() => set(null)}
      />
      <p suppressHydrationWarning className="text-muted text-xs">
        In {zoneName(zone)}, where it is {now}: {isQuiet ? `quiet until ${quietHoursEnd}` : 'not quiet now'}.
        What is critical goes out all the same; the rest waits.
      </p>
    </div>
  )
}

interface HoursProps {
  start: string
  end: string
  onSave: (hours: { start: string; end: string }) => void
  onRemove: () => void
}

function Hours({ start, end, onSave, onRemove }: HoursProps) {
  const id = useId()
  const [typed, setTyped] = useState({ start, end })
  const [told, setTold] = useState(false)
  const same = typed.start === typed.end
  useEffect(() => {
    if (!same) setTold(false)
  }, [same])
  const save = () => {
    if (typed.start === start && typed.end === end) return
    if (same) setTold(true)
    else if (typed.start && typed.end) onSave(typed)
  }
  return (
    <form
      className="grid gap-1"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <div className="flex flex-wrap items-center gap-2 text-sm">
        {(['start', 'end'] as const).map((edge) => (
          <span key={edge} className="flex items-center gap-2">
            <label htmlFor={`${id}-${edge}`}>{edge === 'start' ? 'From' : 'to'}</label>
            <Input
              id={`${id}-${edge}`}
              type="time"
              required
              aria-invalid={told || undefined}
              aria-label={edge === 'start' ? 'Quiet from' : 'Quiet until'}
              value={typed[edge]}
              onChange={({ target }) => setTyped({ ...typed, [edge]: target.value })}
              onBlur={save}
              className="w-32 tabular-nums"
            />
          </span>
        ))}
        <Button size="sm" variant="ghost" onClick={onRemove}>
          Remove
        </Button>
        <button type="submit" hidden>
          Save
        </button>
      </div>
      {told ? (
        <p role="alert" className="text-red text-xs">
          They must not end when they begin.
        </p>
      ) : null}
    </form>
  )
}
