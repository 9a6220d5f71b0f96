import { Lock } from 'lucide-react'
import { Card } from '#app/_components/ui/card.tsx'
import { EmptyState } from '#app/_components/ui/empty-state.tsx'

/** In place of what is personal, for those who may not see it. `level` 1: below the list, where no other title is. */
export function NotForYourRole({ level = 2 }: { level?: 1 | 2 }) {
  return (
    <Card flush>
      <EmptyState icon={Lock} title="Users are for operators" level={level}>
        Names, addresses and preferences of users are shown to operators and admins. An admin of the team can
        change your role.
      </EmptyState>
    </Card>
  )
}
