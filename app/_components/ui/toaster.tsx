'use client'

import { CircleCheck, Info, TriangleAlert } from 'lucide-react'
import { useTheme } from 'next-themes'
import { useEffect } from 'react'
import { Toaster as Sonner } from 'sonner'

export { toast } from 'sonner'

/**
 * A button of a toast that is pressed by mouse leaves the focus where it is. Sonner would give it back only when the toast
 * has faded out, and take it from whoever has walked on by then: a menu would close again.
 */
function keepFocus(event: MouseEvent): void {
  if (event.target instanceof Element && event.target.closest('[data-sonner-toast] button'))
    event.preventDefault()
}

/** Stands once, in the root layout; elsewhere call `toast.success('3 retried', { action: { label: 'Undo', … } })`. */
export function Toaster() {
  const { resolvedTheme } = useTheme()
  useEffect(() => {
    document.addEventListener('mousedown', keepFocus)
    return () => document.removeEventListener('mousedown', keepFocus)
  }, [])
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-right"
      offset={16}
      style={{ fontFamily: 'inherit' }}
      icons={{
        success: <CircleCheck aria-hidden className="size-4 text-green" />,
        error: <TriangleAlert aria-hidden className="size-4 text-red" />,
        info: <Info aria-hidden className="size-4 text-blue" />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-start gap-2.5 rounded-lg border bg-raised px-3.5 py-3 text-ink text-sm shadow-lg',
          icon: 'mt-0.5',
          content: 'min-w-0 flex-1',
          title: 'font-medium',
          description: 'text-muted text-xs',
          actionButton: 'shrink-0 rounded-sm px-1.5 font-medium text-accent text-sm hover:bg-hover',
          cancelButton: 'shrink-0 rounded-sm px-1.5 text-muted text-sm hover:bg-hover',
        },
      }}
    />
  )
}
