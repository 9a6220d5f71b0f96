import type { ComponentProps } from 'react'
import { cn } from './cn.ts'
import { fieldClasses } from './input.tsx'

export interface TextareaProps extends ComponentProps<'textarea'> {
  /** For JSON and code. */
  mono?: boolean
}

export function Textarea({ mono, className, ...props }: TextareaProps) {
  return (
    <textarea
      rows={5}
      {...(mono ? { spellCheck: false, autoCapitalize: 'off', autoComplete: 'off' } : {})}
      {...props}
      className={cn(
        fieldClasses,
        'resize-y px-2.5 py-2 leading-5',
        mono && 'font-mono text-xs leading-5',
        className,
      )}
    />
  )
}
