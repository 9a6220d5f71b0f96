'use client'

import { Check, ChevronDown, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { cn } from './cn.ts'
import { Command, CommandEmpty, CommandInput, CommandItem, CommandList } from './command.tsx'
import type { FieldControl } from './field.tsx'
import { fieldClasses } from './input.tsx'
import { Popover, PopoverContent, PopoverTrigger } from './popover.tsx'

export interface ComboboxOption {
  value: string
  label: string
  /** Before the label: a `StatusIcon`, say. */
  icon?: ReactNode
  /** Right of the label: a count. */
  aside?: ReactNode
}

interface OptionListProps {
  label: string
  options: readonly ComboboxOption[]
  chosen: readonly string[]
  onChoose: (value: string) => void
}

function OptionList({ label, options, chosen, onChoose }: OptionListProps) {
  return (
    <Command label={label}>
      {options.length > 7 ? <CommandInput autoFocus placeholder={`Find ${label.toLowerCase()}…`} /> : null}
      <CommandList>
        <CommandEmpty>Nothing matches.</CommandEmpty>
        {options.map(({ value, label: text, icon, aside }) => (
          <CommandItem key={value} value={value} keywords={[text]} onSelect={() => onChoose(value)}>
            <Check aria-hidden className={chosen.includes(value) ? 'text-accent!' : 'opacity-0'} />
            {icon}
            <span className="min-w-0 flex-1 truncate">{text}</span>
            {chosen.includes(value) ? <span className="sr-only">chosen</span> : null}
            {aside ? <span className="text-muted text-xs tabular-nums">{aside}</span> : null}
          </CommandItem>
        ))}
      </CommandList>
    </Command>
  )
}

export interface ComboboxProps {
  label: string
  options: readonly ComboboxOption[]
  value: string | null
  onValueChange: (value: string) => void
  placeholder?: string
  /** From a `Field`. */
  control?: FieldControl
  className?: string
}

/** One of many in a form, with a field that searches when there are more than seven. */
export function Combobox({
  label,
  options,
  value,
  onValueChange,
  placeholder = 'Choose…',
  control,
  className,
}: ComboboxProps) {
  const [open, setOpen] = useState(false)
  const chosen = options.find((option) => option.value === value)
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <button
          type="button"
          {...control}
          {...(control ? {} : { 'aria-label': `${label}: ${chosen?.label ?? placeholder}` })}
          className={cn(fieldClasses, 'flex h-8 items-center gap-2 px-2.5 text-left', className)}
        >
          {chosen?.icon}
          <span className={cn('min-w-0 flex-1 truncate', !chosen && 'text-faint')}>
            {chosen?.label ?? placeholder}
          </span>
          <ChevronDown aria-hidden className="size-4 text-faint" />
        </button>
      </PopoverTrigger>
      <PopoverContent aria-label={label} className="w-(--radix-popover-trigger-width) min-w-56 p-0">
        <OptionList
          label={label}
          options={options}
          chosen={value === null ? [] : [value]}
          onChoose={(next) => {
            onValueChange(next)
            setOpen(false)
          }}
        />
      </PopoverContent>
    </Popover>
  )
}

export interface FilterMenuProps {
  /** What it filters by: “Type”. */
  label: string
  options: readonly ComboboxOption[]
  value: readonly string[]
  onValueChange: (value: string[]) => void
  /** Only one at a time: choosing it again takes it away. */
  single?: boolean
}

/** A filter of a list: says what is chosen, and an x takes it away. */
export function FilterMenu({ label, options, value, onValueChange, single = false }: FilterMenuProps) {
  const [open, setOpen] = useState(false)
  const first = options.find((option) => option.value === value[0])?.label ?? value[0]
  const active = value.length > 0
  return (
    <div
      className={cn(
        'inline-flex h-8 items-center rounded-md border',
        active ? 'border-accent bg-accent-soft' : 'border-border border-dashed hover:border-field',
      )}
    >
      <Popover open={open} onOpenChange={setOpen}>
        <PopoverTrigger asChild>
          <button
            type="button"
            className="flex h-full items-center gap-1 rounded-md px-2.5 text-muted text-sm hover:text-ink data-[state=open]:text-ink"
          >
            {label}
            {active ? (
              <span className="max-w-48 truncate font-medium text-ink">
                {first}
                {value.length > 1 ? ` +${value.length - 1}` : ''}
              </span>
            ) : null}
            <ChevronDown aria-hidden className="size-3.5" />
          </button>
        </PopoverTrigger>
        <PopoverContent aria-label={label} className="w-64 p-0">
          <OptionList
            label={label}
            options={options}
            chosen={value}
            onChoose={(next) => {
              const without = value.filter((one) => one !== next)
              const removed = without.length < value.length
              onValueChange(removed ? without : single ? [next] : [...without, next])
              if (single) setOpen(false)
            }}
          />
        </PopoverContent>
      </Popover>
      {active ? (
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={`Clear filter ${label}`}
          onClick={() => onValueChange([])}
          className="-ml-1.5"
        >
          <X aria-hidden />
        </Button>
      ) : null}
    </div>
  )
}
