'use client'

import { Eye, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { ExactTime, RelativeTime } from '#app/_components/relative-time.tsx'
import { Badge } from '#app/_components/ui/badge.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { ConfirmDialog } from '#app/_components/ui/confirm-dialog.tsx'
import { Copyable } from '#app/_components/ui/copy-button.tsx'
import type { RouterOutputs } from '#server/trpc/root.ts'
import { useSourceChanges } from '../use-sources.ts'
import { RotateDialog } from './rotate-dialog.tsx'

type Source = RouterOutputs['sources']['get']

interface SecretsProps {
  source: Source
  /** What was revealed or made, by the secret's id. */
  revealed: ReadonlyMap<string, string>
  onReveal: (secrets: { id: string; secret: string }[]) => void
}

/** The live secrets: which there are, until when, and their text for who asks. For admins. */
export function Secrets({ source, revealed, onReveal }: SecretsProps) {
  const { reveal, endSecret } = useSourceChanges()
  const [rotating, setRotating] = useState(false)
  const [ending, setEnding] = useState<string | null>(null)
  const { key, secrets } = source
  const hidden = secrets.some(({ id }) => !revealed.has(id))
  const show = () => reveal.mutate({ key }, { onSuccess: onReveal })
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-medium text-sm">{secrets.length > 1 ? 'Secrets' : 'Secret'}</h3>
        <div className="flex gap-1.5">
          {hidden && secrets.length > 0 ? (
            <Button size="sm" loading={reveal.isPending} onClick={show}>
              <Eye aria-hidden />
              Show
            </Button>
          ) : null}
          <Button size="sm" onClick={() => setRotating(true)}>
            <RefreshCw aria-hidden />
            Rotate…
          </Button>
        </div>
      </div>
      <ul aria-label="Secrets" className="grid gap-2">
        {secrets.map(({ id, createdAt, expiresAt }) => {
          const text = revealed.get(id)
          return (
            <li key={id} className="grid gap-1 rounded-md border px-3 py-2 text-sm">
              <div className="flex flex-wrap items-center justify-between gap-2">
                {text ? (
                  <Copyable
                    value={text}
                    label="secret"
                    className="[&_code]:whitespace-normal [&_code]:break-all"
                  />
                ) : (
                  <code className="text-muted text-xs">whsec_••••••••••••</code>
                )}
                <Badge tone={expiresAt ? 'amber' : 'green'}>{expiresAt ? 'On its way out' : 'Newest'}</Badge>
              </div>
              <div className="flex flex-wrap items-center justify-between gap-2 text-muted text-xs">
                <span>
                  made <RelativeTime at={createdAt} />
                  {expiresAt ? (
                    <>
                      , lives until <ExactTime at={expiresAt} />
                    </>
                  ) : null}
                </span>
                {expiresAt ? (
                  <Button size="sm" variant="ghost" className="text-red" onClick={() => setEnding(id)}>
                    End now
                  </Button>
                ) : null}
              </div>
            </li>
          )
        })}
      </ul>
      <p className="text-muted text-xs">Who shows or rotates a secret stands in the audit log.</p>
      <RotateDialog
        sourceKey={key}
        live={secrets.length}
        open={rotating}
        onOpenChange={setRotating}
        onRotated={show}
      />
      <ConfirmDialog
        open={ending !== null}
        onOpenChange={(open) => {
          if (!open) setEnding(null)
        }}
        danger
        title="End the older secret now?"
        description="A sender that still signs with it is refused from this moment on."
        confirmLabel="End it"
        pending={endSecret.isPending}
        onConfirm={() => {
          if (ending) endSecret.mutate({ key, secretId: ending }, { onSettled: () => setEnding(null) })
        }}
      />
    </div>
  )
}
