'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import { ConfirmLine } from '../../_studio/confirm-line.tsx'
import { useStudio, useStudioState } from '../../_studio/studio-context.tsx'

/** Of a template that was forked from the code: where it comes from, whether that is newer now, and the way back. */
export function ForkNotice() {
  const { templateKey, studio, store, readOnly, flush, reload, refresh } = useStudio()
  const kind = useStudioState((state) => state.content.kind)
  const trpc = useTRPC()
  const reset = useMutation(trpc.templates.resetToCode.mutationOptions())
  const [asks, setAsks] = useState(false)
  const { git } = studio
  if (!git || (kind === 'git' && !git.forked)) return null

  async function run() {
    if (!(await flush())) return
    try {
      const { version } = await reset.mutateAsync({ key: templateKey, lockVersion: store.get().lockVersion })
      setAsks(false)
      await reload()
      await refresh()
      toast.success('The code makes this template again', {
        description: `Version ${version} is what is sent.`,
      })
    } catch (error) {
      toastFailure('The template was not reset', error)
    }
  }

  return (
    <div className="border-b px-4 py-2">
      <Notice
        tone={git.newerCode ? 'amber' : 'blue'}
        title={git.newerCode ? 'Newer code available' : `Forked from the code, version ${git.version}`}
        actions={
          readOnly || asks ? null : (
            <Button size="sm" onClick={() => setAsks(true)}>
              Reset to code
            </Button>
          )
        }
      >
        <p className="text-muted text-xs">
          {git.newerCode
            ? `The code has changed since this was forked from version ${git.version}; the changes are not in here.`
            : 'Changes of the code do not reach it.'}
        </p>
      </Notice>
      {asks ? (
        <ConfirmLine
          question={
            git.forked
              ? 'Publish the code’s mail as the next version, and drop this draft?'
              : 'Drop this draft? The code’s mail stays what is sent.'
          }
          confirm="Reset to code"
          pending={reset.isPending}
          onConfirm={() => void run()}
          onCancel={() => setAsks(false)}
        />
      ) : null}
    </div>
  )
}
