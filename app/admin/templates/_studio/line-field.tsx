'use client'

import { Braces } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { cn } from '#app/_components/ui/cn.ts'
import { fieldClasses } from '#app/_components/ui/input.tsx'
import type { VariablePath } from './variable-paths.ts'

export interface LineFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  variables: readonly VariablePath[]
  placeholder?: string | undefined
  maxLength: number
  readOnly: boolean
  /** What is wrong with it; stands below. */
  problem?: string | undefined
  /** A new object each time the field is to be gone to. */
  focus: object | null
}

/** A line of the mail. After `{` it offers the variables; the button with the braces does the same. */
export function LineField({
  label,
  value,
  onChange,
  variables,
  placeholder,
  maxLength,
  readOnly,
  problem,
  focus,
}: LineFieldProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [caret, setCaret] = useState<number | null>(null)
  const [at, setAt] = useState(0)
  const begun = caret === null ? null : (/\{([\w.]*)$/.exec(value.slice(0, caret))?.[1] ?? null)
  const offered =
    begun === null || readOnly
      ? []
      : variables.filter(({ path }) => path.toLowerCase().includes(begun.toLowerCase())).slice(0, 8)
  const open = offered.length > 0
  const active = Math.min(at, offered.length - 1)

  useEffect(() => {
    if (focus) input.current?.focus()
  }, [focus])

  const write = (next: string, to: number) => {
    onChange(next)
    requestAnimationFrame(() => {
      input.current?.focus()
      input.current?.setSelectionRange(to, to)
      setCaret(to)
    })
  }
  const choose = ({ path }: VariablePath) => {
    if (caret === null || begun === null) return
    const start = caret - begun.length
    const rest = value.slice(caret).replace(/^[\w.]*\}/, '')
    write(`${value.slice(0, start)}${path}}${rest}`, start + path.length + 1)
    setAt(0)
  }
  const begin = () => {
    const place = input.current?.selectionStart ?? value.length
    write(`${value.slice(0, place)}{${value.slice(place)}`, place + 1)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const one = offered[active]
    if (step !== 0) setAt((active + step + offered.length) % offered.length)
    else if ((event.key === 'Enter' || event.key === 'Tab') && one) choose(one)
    else if (event.key === 'Escape') setCaret(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className="relative grid gap-1">
      <div className="flex items-center gap-2">
        <label htmlFor={id} className="w-19 shrink-0 text-muted text-xs">
          {label}
        </label>
        <div className="relative min-w-0 flex-1">
          <input
            ref={input}
            id={id}
            type="text"
            role="combobox"
            aria-expanded={open}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={open ? `${id}-${active}` : undefined}
            aria-invalid={problem ? true : undefined}
            aria-describedby={problem ? `${id}-problem` : undefined}
            autoComplete="off"
            value={value}
            placeholder={placeholder}
            maxLength={maxLength}
            readOnly={readOnly}
            onChange={({ target }) => {
              setCaret(target.selectionStart)
              setAt(0)
              onChange(target.value)
            }}
            onKeyDown={onKeyDown}
            onBlur={() => setCaret(null)}
            className={cn(fieldClasses, 'h-8 pr-8 pl-2.5')}
          />
          {readOnly ? null : (
            <button
              type="button"
              aria-label={`Insert a variable into the ${label.toLowerCase()}`}
              // The field keeps its caret.
              onMouseDown={(event) => event.preventDefault()}
              onClick={begin}
              className="absolute top-1 right-1 grid size-6 place-items-center rounded-sm text-faint hover:bg-hover hover:text-ink"
            >
              <Braces aria-hidden className="size-3.5" />
            </button>
          )}
          <ul
            id={`${id}-list`}
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the list of an ARIA combobox
            role="listbox"
            aria-label="Variables"
            hidden={!open}
            className="absolute top-full right-0 left-0 z-40 mt-1 max-h-72 overflow-y-auto rounded-lg border bg-raised p-1 shadow-lg"
          >
            {offered.map((one, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
              <li
                key={one.path}
                id={`${id}-${index}`}
                // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: an option of an ARIA combobox
                role="option"
                tabIndex={-1}
                aria-selected={index === active}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => choose(one)}
                className={cn(
                  'flex min-h-8 items-center gap-2 rounded-md px-2 py-1 text-sm',
                  index === active && 'bg-hover',
                )}
              >
                <code className="min-w-0 flex-1 truncate">{one.path}</code>
                <span className="truncate text-muted text-xs">{one.description || one.type}</span>
              </li>
            ))}
          </ul>
        </div>
      </div>
      {problem ? (
        <p id={`${id}-problem`} className="pl-21 text-red text-xs">
          {problem}
        </p>
      ) : null}
    </div>
  )
}
