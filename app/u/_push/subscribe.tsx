'use client'
import { Bell, BellOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { type Link, type PushState, pushState, turnOff, turnOn } from './browser-push.ts'

const impossible = {
  insecure: 'Notifications need an address that begins with https://.',
  'home-screen':
    'On an iPhone or iPad, notifications come to pages on the Home Screen only: share this page, choose “Add to Home Screen”, and open it from there.',
  unsupported: 'This browser has no notifications from web pages. Another one may.',
}

/** Whether this browser gets notifications, and the button for it. `publicKey`: VAPID's, base64url. */
export function PushSubscribe({ token, publicKey }: Link) {
  const [state, setState] = useState<PushState | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)

  useEffect(() => {
    let isCurrent = true
    pushState({ token, publicKey }).then(
      (found) => isCurrent && setState(found),
      // What can't be asked can be tried.
      () => isCurrent && setState({ kind: 'off' }),
    )
    return () => {
      isCurrent = false
    }
  }, [token, publicKey])

  const change = async (act: (link: Link) => Promise<PushState>) => {
    setBusy(true)
    setFailure(null)
    try {
      setState(await act({ token, publicKey }))
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <div className="grid gap-3" data-push={state?.kind ?? 'looking'}>
      <div role="status" className="text-sm">
        <Words state={state} />
      </div>
      {state?.kind === 'off' ? (
        <Button className="min-h-10 justify-self-start" loading={isBusy} onClick={() => change(turnOn)}>
          <Bell aria-hidden /> Get notifications in this browser
        </Button>
      ) : null}
      {state?.kind === 'on' ? (
        <Button className="min-h-10 justify-self-start" loading={isBusy} onClick={() => change(turnOff)}>
          <BellOff aria-hidden /> Stop them in this browser
        </Button>
      ) : null}
      {failure ? (
        <p role="alert" className="text-red text-sm">
          That did not work: {failure}
        </p>
      ) : null}
      <noscript>
        <p className="text-muted text-sm">Notifications need JavaScript.</p>
      </noscript>
    </div>
  )
}

function Words({ state }: { state: PushState | null }) {
  switch (state?.kind) {
    case undefined:
      return <span className="text-muted">Looking whether this browser gets notifications…</span>
    case 'impossible':
      return <span className="text-muted">{impossible[state.why]}</span>
    case 'blocked':
      return (
        <>
          This browser blocks notifications from this site. To allow them, open the site’s settings beside the
          address, set notifications to “Allow”, and load the page again.
        </>
      )
    case 'off':
      return <span className="text-muted">This browser does not get notifications.</span>
    case 'on':
      return (
        <span className="flex items-center gap-1.5">
          <Bell className="size-4 text-green" aria-hidden /> This browser gets notifications.
        </span>
      )
  }
}
