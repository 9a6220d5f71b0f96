import { cn } from './ui/cn.ts'
import { CopyButton } from './ui/copy-button.tsx'

export interface CodeBlockProps {
  code: string
  /** What it is, seen above it: “Send your first event”. */
  label: string
  className?: string
}

/** A piece of code that can be copied as it stands. Long lines break, so that nothing is hidden on a phone. */
export function CodeBlock({ code, label, className }: CodeBlockProps) {
  return (
    <figure className={cn('min-w-0 overflow-hidden rounded-md border bg-sunken text-left', className)}>
      <figcaption className="flex items-center justify-between gap-2 border-b px-3 py-1 text-muted text-xs">
        {label}
        <CopyButton value={code} label="Copy" text className="-mr-1.5 border-0 bg-transparent shadow-none" />
      </figcaption>
      <pre className="whitespace-pre-wrap break-words px-3 py-2.5 text-xs leading-5">
        <code>{code}</code>
      </pre>
    </figure>
  )
}
