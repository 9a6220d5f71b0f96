import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'
import { fieldClasses } from './input.tsx'

export interface SelectProps extends Omit<ComponentProps<'select'>, 'children'> {
  options: ReadonlyArray<{ value: string; label: string; disabled?: boolean }>
  /** Shown first and chosen by nobody: `Choose…`. */
  placeholder?: string
}

/** The browser's own select, so that phones show their wheel. For long or many-valued lists: `Combobox`. */
export function Select({ options, placeholder, className, ...props }: SelectProps) {
  return (
    <span className={cn('relative inline-block w-full', className)}>
      <select {...props} className={cn(fieldClasses, 'h-8 appearance-none truncate pr-8 pl-2.5')}>
        {placeholder ? (
          <option value="" disabled>
            {placeholder}
          </option>
        ) : null}
        {options.map(({ value, label, disabled }) => (
          <option key={value} value={value} disabled={disabled} className="bg-raised text-ink">
            {label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute top-2 right-2.5 size-4 text-faint" />
    </span>
  )
}
