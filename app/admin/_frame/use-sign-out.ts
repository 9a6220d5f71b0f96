'use client'

import { toast } from '#app/_components/ui/toaster.tsx'
import { authClient } from '#app/_trpc/auth-client.ts'

/** Ends the session, then loads the sign-in page anew: nothing that was read stays in the browser's memory. */
export function useSignOut(): () => Promise<void> {
  return async () => {
    const failed = await authClient.signOut().then(
      ({ error }) => error !== null,
      () => true,
    )
    if (failed)
      toast.error('You are still signed in', { description: 'The server did not answer. Try again.' })
    else window.location.assign('/sign-in')
  }
}
