import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Button } from '#app/_components/ui/button.tsx'
import { pageSize } from '../users-state.ts'

export interface PagesProps {
  page: { nextCursor: string | null; previousCursor: string | null }
  /** It is the newest page that is shown. */
  newest: boolean
  onGo: (to: { older: string } | { newer: string }) => void
}

/** To the newer and to the older ones. */
export function Pages({ page: { nextCursor, previousCursor }, newest, onGo }: PagesProps) {
  return (
    <nav aria-label="Pages" className="flex items-center justify-end gap-2 text-muted text-xs">
      <span className="mr-auto">{newest ? 'Newest first' : null}</span>
      <span>{pageSize} per page</span>
      <Button
        size="sm"
        disabled={!previousCursor}
        onClick={() => {
          if (previousCursor) onGo({ newer: previousCursor })
        }}
      >
        <ChevronLeft aria-hidden />
        Newer
      </Button>
      <Button
        size="sm"
        disabled={!nextCursor}
        onClick={() => {
          if (!nextCursor) return
          onGo({ older: nextCursor })
          window.scrollTo({ top: 0 })
        }}
      >
        Older
        <ChevronRight aria-hidden />
      </Button>
    </nav>
  )
}
