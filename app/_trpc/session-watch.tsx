'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { toast } from '#app/_components/ui/toaster.tsx'
import { explainError, useTRPC } from './client.tsx'

const toastId = 'signed-out'

const isSignedOut = (error: unknown) => explainError(error).reason === 'unauthorized'
const isForbidden = (error: unknown) => explainError(error).reason === 'forbidden'

function tell() {
  toast.error('You are signed out', {
    id: toastId,
    duration: Number.POSITIVE_INFINITY,
    description: 'Your session has ended. Sign in here, or in another tab if you are typing something.',
    action: {
      label: 'Sign in',
      onClick: () => {
        const { pathname, search } = window.location
        window.location.assign(`/sign-in?next=${encodeURIComponent(`${pathname}${search}`)}`)
      },
    },
  })
}

/**
 * Says so when the session ends while a page is open, and takes it back when somebody has signed in again in another
 * tab. Nobody is sent away by it: a page that polls would take along what is being typed. What is refused by a role that
 * was changed meanwhile is asked for anew.
 */
export function SessionWatch() {
  const client = useQueryClient()
  const me = useTRPC().members.me.queryKey()
  useEffect(() => {
    let ended = false
    const heard = (signedOut: boolean) => {
      if (signedOut === ended) return
      ended = signedOut
      if (ended) tell()
      else toast.dismiss(toastId)
    }
    const ofQueries = client.getQueryCache().subscribe((event) => {
      if (event.type !== 'updated') return
      if (event.action.type === 'error') heard(isSignedOut(event.action.error) || ended)
      if (event.action.type === 'success' && !event.action.manual) heard(false)
    })
    const ofMutations = client.getMutationCache().subscribe((event) => {
      if (event.type !== 'updated') return
      if (event.action.type === 'error' && isSignedOut(event.action.error)) heard(true)
      if (event.action.type === 'error' && isForbidden(event.action.error))
        void client.invalidateQueries({ queryKey: me })
      if (event.action.type === 'success') heard(false)
    })
    return () => {
      ofQueries()
      ofMutations()
    }
  }, [client, me])
  return null
}
