'use client'

import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { useTRPCClient } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import { ConfirmLine } from './confirm-line.tsx'
import { useStudio } from './studio-context.tsx'

/** Throws the draft away, after asking: the template is again as it was published last. */
export function DiscardDraft({ version }: { version: number }) {
  const client = useTRPCClient()
  const { templateKey, store, flush, reload } = useStudio()
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)

  const discard = async () => {
    setBusy(true)
    try {
      // What is being saved would make a draft again.
      await flush()
      await client.templates.discardDraft.mutate({ key: templateKey, lockVersion: store.get().lockVersion })
      // What is shown is set aside, so that it can be put back.
      await reload({ shelve: true })
      setAsked(false)
    } catch (error) {
      toastFailure('The draft was not discarded', error)
    }
    setBusy(false)
  }

  return asked ? (
    <ConfirmLine
      question={`Discard the draft, and go on from v${version}?`}
      confirm="Discard"
      pending={busy}
      onCancel={() => setAsked(false)}
      onConfirm={() => void discard()}
    />
  ) : (
    <Button variant="link" size="sm" onClick={() => setAsked(true)} className="justify-self-start">
      Discard the draft…
    </Button>
  )
}
