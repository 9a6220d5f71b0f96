'use client'

import { Check, ChevronDown, X } from 'lucide-react'
import { useId, useState, useSyncExternalStore } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { Label } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '#app/_components/ui/popover.tsx'
import { type ListState, timePresets } from '../filters.ts'

export type TimeRange = Pick<ListState, 'time' | 'from' | 'to'>

const allTime: TimeRange = { time: null, from: null, to: null }

/** As `datetime-local` writes it: the reader's own zone, without one. */
function localValue(at: Date | null): string {
  if (!at) return ''
  const shifted = new Date(at.getTime() - at.getTimezoneOffset() * 60_000)
  return shifted.toISOString().slice(0, 16)
}

const short = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})

const never = () => () => {}

/** The server does not know the reader's zone: until the browser has taken over, a range has no words. */
function useDescribed(range: TimeRange): string | null {
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  const preset = timePresets.find(({ value }) => value === range.time)
  if (preset) return preset.label
  return inBrowser ? between(range) : range.from || range.to ? '…' : null
}

function between({ from, to }: TimeRange): string | null {
  if (from && to) return `${short.format(from)} – ${short.format(to)}`
  if (from) return `since ${short.format(from)}`
  if (to) return `until ${short.format(to)}`
  return null
}

/** When: a preset, or from and to. */
export function TimeFilter({
  value,
  onValueChange,
}: {
  value: TimeRange
  onValueChange: (range: TimeRange) => void
}) {
  const [open, setOpen] = useState(false)
  const label = useDescribed(value)
  const choose = (range: TimeRange) => {
    onValueChange(range)
    setOpen(false)
  }
  return (
    <div
      className={cn(
        'inline-flex h-8 items-center rounded-md border',
        label ? 'border-accent bg-accent-soft' : 'border-border border-dashed hover:border-field',
      )}
    >
      <Popover open={open} onOpenChange={setOpen}>
        <PopoverTrigger asChild>
          <button
            type="button"
            className="flex h-full items-center gap-1 rounded-md px-2.5 text-muted text-sm hover:text-ink data-[state=open]:text-ink"
          >
            Time
            {label ? <span className="max-w-56 truncate font-medium text-ink">{label}</span> : null}
            <ChevronDown aria-hidden className="size-3.5" />
          </button>
        </PopoverTrigger>
        <PopoverContent aria-label="Time" className="w-72 p-1">
          <ul>
            {timePresets.map((preset) => (
              <li key={preset.value}>
                <button
                  type="button"
                  aria-pressed={value.time === preset.value}
                  onClick={() =>
                    choose(value.time === preset.value ? allTime : { ...allTime, time: preset.value })
                  }
                  className="flex h-8 w-full items-center gap-2 rounded-md px-2 text-left hover:bg-hover"
                >
                  <Check
                    aria-hidden
                    className={cn('size-4', value.time === preset.value ? 'text-accent' : 'opacity-0')}
                  />
                  {preset.label}
                </button>
              </li>
            ))}
          </ul>
          <OwnRange value={value} onApply={choose} />
        </PopoverContent>
      </Popover>
      {label ? (
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label="Clear filter Time"
          onClick={() => onValueChange(allTime)}
          className="-ml-1.5"
        >
          <X aria-hidden />
        </Button>
      ) : null}
    </div>
  )
}

function OwnRange({ value, onApply }: { value: TimeRange; onApply: (range: TimeRange) => void }) {
  const id = useId()
  const [from, setFrom] = useState(localValue(value.from))
  const [to, setTo] = useState(localValue(value.to))
  const backwards = from !== '' && to !== '' && from >= to
  return (
    <form
      className="mt-1 grid gap-2 border-t p-2 pt-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (backwards || (!from && !to)) return
        onApply({ time: null, from: from ? new Date(from) : null, to: to ? new Date(to) : null })
      }}
    >
      <div className="grid grid-cols-[3rem_1fr] items-center gap-x-2 gap-y-1.5">
        <Label htmlFor={`${id}-from`}>From</Label>
        <Input
          id={`${id}-from`}
          type="datetime-local"
          value={from}
          onChange={(event) => setFrom(event.target.value)}
        />
        <Label htmlFor={`${id}-to`}>To</Label>
        <Input
          id={`${id}-to`}
          type="datetime-local"
          value={to}
          aria-invalid={backwards || undefined}
          onChange={(event) => setTo(event.target.value)}
        />
      </div>
      {backwards ? <p className="text-red text-xs">“From” must be before “To”.</p> : null}
      <Button type="submit" size="sm" variant="primary" disabled={backwards || (!from && !to)}>
        Show this time
      </Button>
    </form>
  )
}
