'use client'

import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { EditUserDialog } from '../_form/edit-user-dialog.tsx'
import { Devices } from './devices.tsx'
import { History } from './history.tsx'
import { PreferenceMatrix } from './preference-matrix.tsx'
import { ProfileCard } from './profile-card.tsx'
import { QuietHours } from './quiet-hours.tsx'
import { RecipientPage } from './recipient-page.tsx'
import { Suppressed } from './suppressed.tsx'
import { usePreferences } from './use-preferences.ts'
import type { User } from './use-user.ts'

/** One user: the same on the page and in the panel; its own width decides on one column or two. */
export function UserDetail({ user }: { user: User }) {
  const [editing, setEditing] = useState(false)
  const change = usePreferences(user)
  return (
    <div className="@container grid gap-4">
      <Suppressed user={user} />
      <div className="grid @5xl:grid-cols-[minmax(0,6fr)_minmax(0,5fr)] grid-cols-[minmax(0,1fr)] items-start gap-4">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <ProfileCard
            user={user}
            actions={
              <Button size="sm" onClick={() => setEditing(true)}>
                <Pencil aria-hidden />
                Edit
              </Button>
            }
          />
          <Card title="Quiet hours">
            <QuietHours
              preferences={user.preferences}
              zone={user.timezone ?? user.defaultTimezone}
              onChange={change}
            />
          </Card>
          <Card title="Preferences" flush>
            <PreferenceMatrix
              preferences={user.preferences}
              categories={user.categories}
              optedOut={user.optedOut}
              onChange={change}
            />
          </Card>
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <History user={user} />
          <Devices user={user} />
          <RecipientPage user={user} />
        </div>
      </div>
      <EditUserDialog user={user} open={editing} onOpenChange={setEditing} />
    </div>
  )
}
