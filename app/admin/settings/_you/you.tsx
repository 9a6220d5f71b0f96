'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { NameCard } from './name-card.tsx'
import { PasswordCard } from './password-card.tsx'
import { SessionsCard } from './sessions-card.tsx'
import { ThemeCard } from './theme-card.tsx'

/** The signed-in member's own settings. */
export function You() {
  const trpc = useTRPC()
  const me = useQuery(trpc.members.me.queryOptions(undefined, { staleTime: 60_000 }))
  if (me.isError && !me.data) return <QueryFailure title="Your settings could not be loaded" query={me} />
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <div className="grid min-w-0 gap-5">
        {me.data ? <NameCard member={me.data.member} /> : null}
        <PasswordCard />
      </div>
      <div className="grid min-w-0 gap-5">
        <SessionsCard />
        <ThemeCard />
      </div>
    </div>
  )
}
