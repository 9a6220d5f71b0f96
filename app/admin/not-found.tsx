import { Compass } from 'lucide-react'
import Link from 'next/link'
import { Button } from '#app/_components/ui/button.tsx'
import { EmptyState } from '#app/_components/ui/empty-state.tsx'

export default function AdminNotFound() {
  return (
    <EmptyState
      icon={Compass}
      level={1}
      title="There is nothing at this address"
      actions={
        <Button asChild>
          <Link href="/admin/notifications">All notifications</Link>
        </Button>
      }
    >
      The link may be mistyped, or what it led to has passed its retention and was removed.
    </EmptyState>
  )
}
