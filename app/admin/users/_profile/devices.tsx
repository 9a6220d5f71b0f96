'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Smartphone, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { Badge } from '#app/_components/ui/badge.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { ConfirmDialog } from '#app/_components/ui/confirm-dialog.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import type { User } from './use-user.ts'

type Device = User['devices'][number]

export const deviceWords = ({ name, host }: Pick<Device, 'name' | 'host'>): string =>
  name ?? `A browser at ${host}`

/** The browsers that subscribed to push. */
export function Devices({ user }: { user: User }) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const [asked, setAsked] = useState<Device | null>(null)
  const opener = useRef<HTMLElement>(null)
  const remove = useMutation(
    trpc.users.removeSubscription.mutationOptions({
      onSuccess: () => {
        toast.success('The device is removed')
        setAsked(null)
      },
      onError: (error) => toastFailure('The device was not removed', error),
      onSettled: () => client.invalidateQueries(trpc.users.get.queryFilter({ id: user.id })),
    }),
  )
  const { devices } = user
  return (
    <Card title={devices.length > 0 ? `Push devices (${devices.length})` : 'Push devices'} flush>
      {devices.length === 0 ? (
        <p className="px-4 py-3 text-muted text-sm">
          None. A browser subscribes on the recipient’s page, or by your own site and the API.
        </p>
      ) : (
        <ul className="divide-y">
          {devices.map((device) => (
            <li key={device.id} className="flex items-center gap-3 px-4 py-2 text-sm">
              <Smartphone aria-hidden className="size-4 shrink-0 text-muted" />
              <span className="min-w-0 flex-1">
                <span className="block truncate">{deviceWords(device)}</span>
                <span className="block truncate text-muted text-xs">
                  {device.name ? `${device.host} · ` : ''}added <RelativeTime at={device.createdAt} />
                </span>
              </span>
              <Expiry device={device} />
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={`Remove ${deviceWords(device)}`}
                onClick={(event) => {
                  opener.current = event.currentTarget
                  setAsked(device)
                }}
              >
                <Trash2 aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => {
          if (!open) setAsked(null)
        }}
        title="Remove this device?"
        description={`${asked ? deviceWords(asked) : 'It'} gets no push any more, until somebody subscribes there again.`}
        confirmLabel="Remove"
        danger
        pending={remove.isPending}
        onConfirm={() => {
          if (asked) remove.mutate({ id: user.id, subscriptionId: asked.id })
        }}
        returnFocus={opener}
      />
    </Card>
  )
}

function Expiry({ device: { expiresAt } }: { device: Device }) {
  if (!expiresAt) return null
  return expiresAt.getTime() < Date.now() ? (
    <Badge tone="amber">Expired</Badge>
  ) : (
    <span className="text-muted text-xs">
      until <RelativeTime at={expiresAt} />
    </span>
  )
}
