'use client'

import { useQuery } from '@tanstack/react-query'
import type { RefObject } from 'react'
import { addressBesideChannel } from '#app/_components/shown-address.ts'
import { StatusIcon } from '#app/_components/status.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import type { RouterInputs, RouterOutputs } from '#server/trpc/root.ts'

export type ReplayMode = RouterInputs['notifications']['replay']['mode']
type Line = RouterOutputs['notifications']['previewReplay'][number]

interface ReplayDialogProps {
  id: string
  /** How; null: closed. */
  mode: ReplayMode | null
  pending: boolean
  /** Gets the focus afterwards. */
  returnFocus: RefObject<HTMLElement | null>
  onClose: () => void
  onConfirm: (mode: ReplayMode) => void
}

const channelNames: Record<string, string> = { email: 'E-mail', push: 'Push' }

const goesOut = ({ status }: Line) => status === 'QUEUED' || status === 'HELD'

/** Says first what a replay would do: one line per delivery, made or withheld. */
export function ReplayDialog({ id, mode, pending, returnFocus, onClose, onConfirm }: ReplayDialogProps) {
  const trpc = useTRPC()
  const preview = useQuery(
    trpc.notifications.previewReplay.queryOptions(
      { id, mode: mode ?? 'sent' },
      { enabled: mode !== null, placeholderData: () => undefined, staleTime: 0, gcTime: 0 },
    ),
  )
  const count = preview.data?.filter(goesOut).length ?? 0
  return (
    <Dialog
      open={mode !== null}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      size="sm"
      returnFocus={returnFocus}
      title={mode === 'today' ? 'Replay with today’s template?' : 'Replay as it was sent?'}
      description={
        mode === 'today'
          ? 'The event is planned anew with today’s workflow, preferences and template.'
          : 'The same content goes to the same addresses once more.'
      }
      footer={
        <>
          <Button onClick={onClose} disabled={pending}>
            Back
          </Button>
          <Button
            variant="primary"
            loading={pending}
            disabled={count === 0}
            onClick={() => {
              if (mode) onConfirm(mode)
            }}
          >
            {count === 1 ? 'Replay 1 delivery' : `Replay ${count} deliveries`}
          </Button>
        </>
      }
    >
      {preview.isError ? (
        <QueryFailure compact title="What it would do could not be found out" query={preview} />
      ) : preview.data ? (
        <ul aria-label="What it would do" className="divide-y rounded-md border">
          {preview.data.map((line) => (
            <li
              key={`${line.channel} ${line.address}`}
              className="flex items-start gap-2.5 px-3 py-2 text-sm"
            >
              <StatusIcon status={goesOut(line) ? 'QUEUED' : 'WITHHELD'} className="mt-0.5" />
              <span className="grid min-w-0">
                <span className="break-words font-medium">
                  {line.address
                    ? `${channelNames[line.channel] ?? line.channel} to ${addressBesideChannel(line.address)}`
                    : 'Nothing would be sent'}
                </span>
                {line.reason ? <span className="break-words text-muted text-xs">{line.reason}</span> : null}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <SkeletonRows rows={1} label="Finding out what it would do" />
      )}
    </Dialog>
  )
}
