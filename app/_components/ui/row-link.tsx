import Link from 'next/link'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

/**
 * The link that a whole row is: its area covers the `Tr`, and `useRowKeys` walks over these. A plain click may
 * be taken over by `onOpen` (a panel in place); with a modifier key the link opens as a page.
 */
export function RowLink({
  onOpen,
  className,
  ...props
}: Omit<ComponentProps<typeof Link>, 'onClick'> & { onOpen?: () => void }) {
  return (
    <Link
      prefetch={false}
      {...props}
      data-row-link
      onClick={(event) => {
        if (!onOpen || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        onOpen()
      }}
      className={cn(
        'outline-none after:absolute after:inset-0 after:content-[""] focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2',
        className,
      )}
    />
  )
}
