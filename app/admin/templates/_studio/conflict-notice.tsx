'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import { changesBetween, contentOf, partsOf } from './state/content.ts'
import { useStudio, useStudioState } from './studio-context.tsx'
import type { Studio } from './types.ts'

/** That somebody else saved since: nothing is overwritten until the author says which of the two texts goes on. */
export function ConflictNotice() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { store, reload, flush, templateKey } = useStudio()
  const save = useStudioState((state) => state.save)
  const [theirs, setTheirs] = useState<Studio | null>(null)
  const [busy, setBusy] = useState(false)
  if (save.state !== 'conflict') return null

  const attempt = async (run: () => Promise<unknown>) => {
    setBusy(true)
    await run().catch((error) => toastFailure('The other draft could not be loaded', error))
    setBusy(false)
  }
  const look = () =>
    attempt(async () => {
      const options = trpc.templates.studio.queryOptions({ key: templateKey })
      setTheirs(await queryClient.fetchQuery({ ...options, staleTime: 0 }))
    })
  const seeTheirs = () =>
    attempt(async () => {
      await reload({ shelve: true })
      setTheirs(null)
    })
  const keepMine = () => {
    if (!theirs) return
    store.dispatch({ type: 'keepMine', theirs })
    setTheirs(null)
    void flush()
  }

  return (
    <Notice
      tone="red"
      title="Somebody else has saved this template"
      className="rounded-none border-x-0 border-t-0"
      actions={
        <>
          <Button size="sm" loading={busy} onClick={() => void seeTheirs()}>
            See theirs
          </Button>
          {theirs ? (
            <Button size="sm" variant="danger" onClick={keepMine}>
              Replace theirs by mine
            </Button>
          ) : (
            <Button size="sm" loading={busy} onClick={() => void look()}>
              Keep mine…
            </Button>
          )}
        </>
      }
    >
      {save.message}{' '}
      {theirs ? (
        <WhatIsReplaced theirs={theirs} />
      ) : (
        'What you wrote is kept here and saved nowhere yet. “See theirs” sets it aside, to copy from.'
      )}
    </Notice>
  )
}

function WhatIsReplaced({ theirs }: { theirs: Studio }) {
  const content = useStudioState((state) => state.content)
  const changes = changesBetween(contentOf(theirs), content)
  const { updatedAt, updatedByName } = theirs.draft
  return (
    <span>
      Replaces {changes ? partsOf(changes).join(', ') : 'nothing'} of the draft that{' '}
      {updatedByName ?? 'somebody'} saved {updatedAt ? <RelativeTime at={updatedAt} /> : 'just now'}.
    </span>
  )
}
