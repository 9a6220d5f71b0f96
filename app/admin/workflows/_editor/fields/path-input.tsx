'use client'

import type { ComponentProps } from 'react'
import { cn } from '#app/_components/ui/cn.ts'
import { Input } from '#app/_components/ui/input.tsx'
import { useEditor } from '../editor-context.tsx'

export interface PathInputProps extends Omit<ComponentProps<typeof Input>, 'onChange' | 'value'> {
  value: string
  onValueChange: (path: string) => void
}

/** The places of the payload that is tried; once in the page. */
const PATHS_LIST = 'workflow-paths'

export function PathsList() {
  const { paths } = useEditor()
  return (
    <datalist id={PATHS_LIST}>
      {paths.map((path) => (
        <option key={path} value={path} />
      ))}
    </datalist>
  )
}

/** A place in the event's data, such as `customer.email`. */
export function PathInput({ value, onValueChange, className, ...props }: PathInputProps) {
  return (
    <Input
      {...props}
      list={PATHS_LIST}
      value={value}
      maxLength={200}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      className={cn('font-mono text-xs', className)}
      onChange={({ target }) => onValueChange(target.value)}
    />
  )
}
