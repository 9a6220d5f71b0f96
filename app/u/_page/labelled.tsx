import { CircleAlert } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import type { FieldControl } from '#app/_components/ui/field.tsx'

/** The browser goes to the first of these by itself, with no script of ours. */
const wrong = { 'aria-invalid': true, autoFocus: true } as const

/** Label, control and error, tied together; the server's own (`Field` is the client's). */
export function Labelled({
  label,
  error,
  children,
}: {
  label: string
  error?: string | null
  children: (control: FieldControl) => ReactNode
}) {
  const id = useId()
  const noteId = `${id}-note`
  return (
    <div className="grid content-start gap-1.5">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      {children({ id, ...(error ? { ...wrong, 'aria-describedby': noteId } : {}) })}
      {error ? (
        <p id={noteId} className="flex items-start gap-1.5 text-red text-sm">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {error}
        </p>
      ) : null}
    </div>
  )
}
