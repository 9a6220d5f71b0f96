'use client'

import { Ban, ChevronDown, MessageCircleQuestionMark, RotateCw, Undo2 } from 'lucide-react'
import { type ReactNode, useId, useRef, useState } from 'react'
import { shownAddress } from '#app/_components/shown-address.ts'
import { Button } from '#app/_components/ui/button.tsx'
import { ConfirmDialog } from '#app/_components/ui/confirm-dialog.tsx'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#app/_components/ui/dropdown-menu.tsx'
import { Tooltip } from '#app/_components/ui/tooltip.tsx'
import { refusedByRole, useMay } from '#app/_trpc/use-may.ts'
import { useExplainView } from './explain-card.tsx'
import { ReplayDialog, type ReplayMode } from './replay-dialog.tsx'
import { useActions } from './use-actions.ts'
import type { Notification } from './use-notification.ts'

type Ability = Notification['can']['retry']

interface ActionButtonProps {
  can: Ability
  primary?: boolean
  pending: boolean
  onPress: () => void
  children: ReactNode
}

/** A button that says why it can't be pressed: it can be reached and hovered all the same. */
function ActionButton({ can, primary = false, pending, onPress, children }: ActionButtonProps) {
  const id = useId()
  if (can.allowed) {
    return (
      <Button {...(primary ? { variant: 'primary' as const } : {})} loading={pending} onClick={onPress}>
        {children}
      </Button>
    )
  }
  return (
    <Tooltip content={can.reason}>
      <span className="inline-flex cursor-not-allowed">
        <Button aria-disabled aria-describedby={id}>
          {children}
        </Button>
        <span id={id} className="sr-only">
          {can.reason}
        </span>
      </span>
    </Tooltip>
  )
}

const modes: readonly { mode: ReplayMode; label: string; hint: string }[] = [
  { mode: 'sent', label: 'As it was sent', hint: 'The same content to the same addresses' },
  { mode: 'today', label: 'With today’s template and preferences', hint: 'Planned and rendered anew' },
]

const refused = { allowed: false, reason: refusedByRole } as const

/** What can be done with a notification; what can't, or not by this member, says why. */
export function Actions({ notification }: { notification: Notification }) {
  const { id, status } = notification
  const may = useMay('ingest')
  const can = may
    ? notification.can
    : { retry: refused, cancel: refused, replay: { sent: refused, today: refused } }
  const { retry, cancel, replay } = useActions(id)
  const [explained, setExplained] = useExplainView()
  const [replaying, setReplaying] = useState<ReplayMode | null>(null)
  const replayButton = useRef<HTMLButtonElement>(null)
  const [cancelling, setCancelling] = useState(false)
  const failed = status === 'FAILED' || status === 'UNKNOWN' || status === 'PARTIAL'
  return (
    <>
      <ActionButton
        can={can.retry}
        primary={failed}
        pending={retry.isPending}
        onPress={() => retry.mutate({ id })}
      >
        <RotateCw aria-hidden />
        Retry
      </ActionButton>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button ref={replayButton} loading={replay.isPending}>
            <Undo2 aria-hidden />
            Replay
            <ChevronDown aria-hidden className="size-3.5!" />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent className="max-w-80">
          {modes.map(({ mode, label, hint }) => (
            <DropdownMenuItem
              key={mode}
              disabled={!can.replay[mode].allowed}
              onSelect={() => setReplaying(mode)}
              className="items-start"
            >
              <span className="grid">
                <span className="font-medium">{label}</span>
                <span className="text-muted text-xs">{can.replay[mode].reason ?? hint}</span>
              </span>
            </DropdownMenuItem>
          ))}
        </DropdownMenuContent>
      </DropdownMenu>
      <Button
        aria-pressed={explained !== null}
        onClick={() => void setExplained(explained === null ? 'decided' : null)}
      >
        <MessageCircleQuestionMark aria-hidden />
        Explain
      </Button>
      <ActionButton can={can.cancel} pending={cancel.isPending} onPress={() => setCancelling(true)}>
        <Ban aria-hidden />
        Cancel
      </ActionButton>
      <ReplayDialog
        id={id}
        mode={replaying}
        pending={replay.isPending}
        returnFocus={replayButton}
        onClose={() => setReplaying(null)}
        onConfirm={(mode) => replay.mutate({ id, mode }, { onSettled: () => setReplaying(null) })}
      />
      <ConfirmDialog
        open={cancelling}
        onOpenChange={setCancelling}
        title="Cancel this notification?"
        description={<CancelWords notification={notification} />}
        confirmLabel="Cancel notification"
        cancelLabel="Back"
        danger
        pending={cancel.isPending}
        onConfirm={() => cancel.mutate({ id }, { onSettled: () => setCancelling(false) })}
      />
    </>
  )
}

function CancelWords({ notification: { status, deliveries } }: { notification: Notification }) {
  if (status === 'PENDING') return 'It has not been planned yet. Nobody will hear of it; the event is kept.'
  const waiting = deliveries.filter((one) => one.status === 'QUEUED' || one.status === 'HELD')
  return `${waiting.map(({ address }) => shownAddress(address)).join(', ')} will not get it. What a provider has already taken can’t be called back; it can be replayed later.`
}
