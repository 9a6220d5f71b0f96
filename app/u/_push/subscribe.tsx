'use client'
import { Bell, BellOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import type { PushTexts } from '../_words/words.ts'
import { type Link, type PushState, pushState, turnOff, turnOn } from './browser-push.ts'

/** Whether this browser gets notifications, and the button for it. `publicKey`: VAPID's, base64url. */
export function PushSubscribe({ token, publicKey, words }: Link & { words: PushTexts }) {
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
        <Words state={state} words={words} />
      </div>
      {state?.kind === 'off' ? (
        <Button className="min-h-10 justify-self-start" loading={isBusy} onClick={() => change(turnOn)}>
          <Bell aria-hidden /> {words.turnOn}
        </Button>
      ) : null}
      {state?.kind === 'on' ? (
        <Button className="min-h-10 justify-self-start" loading={isBusy} onClick={() => change(turnOff)}>
          <BellOff aria-hidden /> {words.turnOff}
        </Button>
      ) : null}
      {failure ? (
        <p role="alert" className="text-red text-sm">
          {words.failed} {failure}
        </p>
      ) : null}
      <noscript>
        <p className="text-muted text-sm">{words.noScript}</p>
      </noscript>
    </div>
  )
}

function Words({ state, words }: { state: PushState | null; words: PushTexts }) {
  switch (state?.kind) {
    case undefined:
      return <span className="noscript:hidden text-muted">{words.looking}</span>
    case 'impossible':
      return <span className="text-muted">{words.impossible[state.why]}</span>
    case 'blocked':
      return words.blocked
    case 'off':
      return <span className="text-muted">{words.off}</span>
    case 'on':
      return (
        <span className="flex items-center gap-1.5">
          <Bell className="size-4 text-green" aria-hidden /> {words.on}
        </span>
      )
  }
}
