import type { ReactNode } from 'react'
import { requireMember } from '#app/_trpc/server.ts'
import { SettingsTabs } from './settings-tabs.tsx'

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  await requireMember()
  return (
    <div className="mx-auto grid max-w-5xl gap-5">
      <SettingsTabs />
      {children}
    </div>
  )
}
