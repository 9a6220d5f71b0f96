import { Search, X } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

export const fieldClasses =
  'w-full min-w-0 rounded-md border border-field bg-surface text-ink text-sm shadow-sm transition-[border-color,box-shadow] duration-100 hover:border-muted focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-sunken disabled:opacity-60 aria-invalid:border-red aria-invalid:focus-visible:outline-red'

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input type="text" {...props} className={cn(fieldClasses, 'h-8 px-2.5', className)} />
}

export interface SearchInputProps extends Omit<ComponentProps<'input'>, 'type' | 'onChange' | 'value'> {
  /** Names the field for those who don't see the magnifying glass. */
  label: string
  value: string
  onValueChange: (value: string) => void
  /** A key that leads here, shown while the field is empty: `/`. */
  shortcut?: string
}

export function SearchInput({
  label,
  value,
  onValueChange,
  shortcut,
  className,
  onKeyDown,
  ...props
}: SearchInputProps) {
  return (
    <div className={cn('group relative', className)}>
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint" />
      <input
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        {...props}
        type="search"
        aria-label={label}
        value={value}
        onChange={(event) => onValueChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            // First Escape empties the field, the second leaves it; neither closes what lies behind.
            event.stopPropagation()
            if (value) onValueChange('')
            else event.currentTarget.blur()
          }
          onKeyDown?.(event)
        }}
        className={cn(fieldClasses, 'h-8 pr-8 pl-8 [&::-webkit-search-cancel-button]:hidden')}
      />
      {value ? (
        <button
          type="button"
          aria-label="Clear search"
          onClick={() => onValueChange('')}
          className="absolute top-1 right-1 grid size-6 place-items-center rounded-sm text-faint hover:bg-hover hover:text-ink"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      ) : shortcut ? (
        <kbd
          aria-hidden
          className="pointer-events-none absolute top-1.5 right-1.5 grid h-5 min-w-5 place-items-center rounded-sm border bg-sunken px-1 font-sans text-2xs text-faint group-focus-within:hidden max-md:hidden"
        >
          {shortcut}
        </kbd>
      ) : null}
    </div>
  )
}
