'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { GitFork } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '#app/_components/ui/popover.tsx'
import { Spinner } from '#app/_components/ui/spinner.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import { useStudio } from '../../_studio/studio-context.tsx'

/** Makes a visual draft of a template of the code, after it said what such a draft can't keep. */
export function ForkButton() {
  const { templateKey, store, flush, reload, refresh } = useStudio()
  const trpc = useTRPC()
  const [open, setOpen] = useState(false)
  const losses = useQuery(
    trpc.templates.forkLosses.queryOptions({ key: templateKey }, { enabled: open, retry: false }),
  )
  const fork = useMutation(trpc.templates.fork.mutationOptions())

  async function run() {
    if (!(await flush())) return
    try {
      await fork.mutateAsync({ key: templateKey, lockVersion: store.get().lockVersion })
      setOpen(false)
      await reload()
      await refresh()
      toast.success('The draft is visual now', { description: 'Nothing is sent by it until you publish it.' })
    } catch (error) {
      toastFailure('The template was not forked', error)
    }
  }

  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button size="sm">
          <GitFork aria-hidden />
          Fork to a visual draft
        </Button>
      </PopoverTrigger>
      <PopoverContent
        align="end"
        aria-label="Fork to a visual draft"
        className="w-96 max-w-[calc(100vw-2rem)]"
      >
        <div className="grid gap-2.5">
          <p>
            The mail becomes a draft of the visual editor, in each of its languages. When it is published,
            changes of the code no longer reach it; you can reset it to the code at any time.
          </p>
          {losses.isPending ? (
            <p className="flex items-center gap-2 text-muted">
              <Spinner /> Looking what can be kept
            </p>
          ) : losses.isError ? (
            <QueryFailure query={losses} title="It can’t be forked" compact />
          ) : losses.data.warnings.length > 0 ? (
            <>
              <p className="font-medium">What the draft does not keep</p>
              <ul className="grid max-h-48 list-disc gap-1 overflow-y-auto pl-4 text-muted text-xs">
                {losses.data.warnings.map((warning) => (
                  <li key={warning}>{warning}</li>
                ))}
              </ul>
            </>
          ) : (
            <p className="text-muted">All of it can be kept.</p>
          )}
          <div className="flex justify-end gap-2">
            <Button size="sm" onClick={() => setOpen(false)}>
              Cancel
            </Button>
            <Button
              size="sm"
              variant="primary"
              loading={fork.isPending}
              disabled={!losses.isSuccess}
              onClick={() => void run()}
            >
              Make the draft
            </Button>
          </div>
        </div>
      </PopoverContent>
    </Popover>
  )
}
