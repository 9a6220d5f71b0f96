import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { requireMember } from '#app/_trpc/server.ts'
import { Frame } from './_frame/frame.tsx'

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const { name, email } = await requireMember()
  return (
    <NuqsAdapter>
      <Frame member={{ name, email }}>{children}</Frame>
    </NuqsAdapter>
  )
}
