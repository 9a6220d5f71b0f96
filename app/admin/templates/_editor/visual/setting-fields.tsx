'use client'

import { type ReactNode, useId, useState } from 'react'
import { Input } from '#app/_components/ui/input.tsx'
import { Select } from '#app/_components/ui/select.tsx'

interface LabelledProps {
  label: string
  className?: string
  children: (id: string) => ReactNode
}

export function Labelled({ label, className = 'w-44', children }: LabelledProps) {
  const id = useId()
  return (
    <div className={`grid gap-1 ${className}`}>
      <label htmlFor={id} className="text-muted text-xs">
        {label}
      </label>
      {children(id)}
    </div>
  )
}

interface TextSettingProps {
  label: string
  /** Named for `AskFor`: `button.href`. */
  field: string
  value: string
  /** What is wrong with a value; null: nothing. */
  wrong?: (value: string) => string | null
  /** Offered while one types; a value that is one of them is taken at once. */
  options?: readonly { value: string; note?: string | null }[]
  placeholder?: string
  className?: string
  mono?: boolean
  type?: string
  onCommit: (value: string) => void
  /** After Enter: back to the text. */
  onDone: () => void
}

/** Taken at Enter and when left; Escape puts back what was there. */
export function TextSetting({
  label,
  field,
  value,
  wrong,
  options,
  placeholder,
  className,
  mono = false,
  type = 'text',
  onCommit,
  onDone,
}: TextSettingProps) {
  const listId = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const shown = typed ?? value
  const problem = typed !== null && typed !== '' ? (wrong?.(typed.trim()) ?? null) : null
  const commit = () => {
    if (typed !== null && typed.trim() !== value && (typed.trim() === '' || !wrong?.(typed.trim()))) {
      onCommit(typed.trim())
    }
    setTyped(null)
  }
  return (
    <Labelled label={label} {...(className ? { className } : {})}>
      {(id) => (
        <>
          <Input
            id={id}
            type={type}
            autoComplete="off"
            spellCheck={false}
            data-setting={field}
            value={shown}
            placeholder={placeholder}
            className={mono ? 'font-mono text-xs' : ''}
            {...(options ? { list: listId } : {})}
            {...(problem ? { 'aria-invalid': true, title: problem } : {})}
            onChange={({ target }) => {
              setTyped(target.value)
              if (options?.some((option) => option.value === target.value)) onCommit(target.value)
            }}
            onBlur={commit}
            onKeyDown={(event) => {
              if (event.key === 'Enter') {
                event.preventDefault()
                if (problem) return
                commit()
                onDone()
              } else if (event.key === 'Escape') {
                event.stopPropagation()
                setTyped(null)
                onDone()
              }
            }}
          />
          {options ? (
            <datalist id={listId}>
              {options.map((option) => (
                <option key={option.value} value={option.value}>
                  {option.note ?? undefined}
                </option>
              ))}
            </datalist>
          ) : null}
          {problem ? <p className="max-w-64 text-red text-xs first-letter:uppercase">{problem}</p> : null}
        </>
      )}
    </Labelled>
  )
}

interface NumberSettingProps {
  label: string
  field: string
  value: number | null
  min: number
  max: number
  optional?: boolean
  onCommit: (value: number | null) => void
  onDone: () => void
}

export function NumberSetting({ value, min, max, optional = false, onCommit, ...props }: NumberSettingProps) {
  return (
    <TextSetting
      {...props}
      type="number"
      className="w-24"
      value={value === null ? '' : String(value)}
      placeholder={optional ? 'Auto' : ''}
      wrong={(text) => {
        const number = Number(text)
        return Number.isInteger(number) && number >= min && number <= max
          ? null
          : `a whole number from ${min} to ${max}`
      }}
      onCommit={(text) => (text === '' ? optional && onCommit(null) : onCommit(Number(text)))}
    />
  )
}

interface ColourSettingProps {
  label: string
  field: string
  value: string | null
  /** Shown while none is chosen: the theme's. */
  fallback: string
  onCommit: (value: string | null) => void
}

export function ColourSetting({ label, field, value, fallback, onCommit }: ColourSettingProps) {
  return (
    <Labelled label={label} className="w-auto">
      {(id) => (
        <span className="flex h-8 items-center gap-1.5">
          <input
            id={id}
            type="color"
            data-setting={field}
            value={value ?? fallback}
            onChange={({ target }) => onCommit(target.value)}
            className="h-7 w-9 rounded-md border border-field bg-surface p-0.5"
          />
          {value ? (
            <button
              type="button"
              className="text-muted text-xs underline-offset-2 hover:underline"
              onClick={() => onCommit(null)}
            >
              As the theme
            </button>
          ) : null}
        </span>
      )}
    </Labelled>
  )
}

interface ChoiceSettingProps {
  label: string
  field: string
  value: string
  options: readonly { value: string; label: string }[]
  onCommit: (value: string) => void
}

export function ChoiceSetting({ label, field, value, options, onCommit }: ChoiceSettingProps) {
  return (
    <Labelled label={label} className="w-36">
      {(id) => (
        <Select
          id={id}
          data-setting={field}
          value={value}
          options={options}
          onChange={({ target }) => onCommit(target.value)}
        />
      )}
    </Labelled>
  )
}
