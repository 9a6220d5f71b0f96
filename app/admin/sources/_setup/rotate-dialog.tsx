'use client'

import { useState } from 'react'
import { ExactTime } from '#app/_components/relative-time.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { Select } from '#app/_components/ui/select.tsx'
import { FailureNotice } from '#app/_trpc/failure-notice.tsx'
import { fieldError } from '#app/_trpc/field-error.ts'
import { useSourceChanges } from '../use-sources.ts'
import { CopyLine } from './copy-line.tsx'
import { SecretField } from './secret-field.tsx'

const overlaps = [
  { value: '24', label: '24 hours' },
  { value: '1', label: '1 hour' },
  { value: '168', label: '7 days' },
  { value: '0', label: 'Not at all: it leaked' },
]

interface RotateDialogProps {
  sourceKey: string
  /** How many live now: an older one ends when there are two. */
  live: number
  open: boolean
  onOpenChange: (open: boolean) => void
  /** The new secret, once it is made. */
  onRotated: (secret: string) => void
}

/** A new secret, and how long the one before lives on. */
export function RotateDialog({ sourceKey, live, open, onOpenChange, onRotated }: RotateDialogProps) {
  const { rotate } = useSourceChanges()
  const [overlap, setOverlap] = useState('24')
  const [given, setGiven] = useState('')
  const close = (next: boolean) => {
    if (!next) {
      rotate.reset()
      setGiven('')
    }
    onOpenChange(next)
  }
  if (rotate.data) {
    const { secret, beforeUntil } = rotate.data
    return (
      <Dialog
        open={open}
        onOpenChange={close}
        title="The new secret"
        footer={
          <Button variant="primary" onClick={() => close(false)}>
            Done
          </Button>
        }
      >
        <div className="grid gap-4">
          <CopyLine label="Secret" value={secret} />
          <p className="text-muted text-sm">
            {beforeUntil ? (
              <>
                Both secrets live until <ExactTime at={beforeUntil} />. Give the sender the new one before
                then.
              </>
            ) : (
              'The one before has ended: the sender is refused until it signs with this one.'
            )}
          </p>
        </div>
      </Dialog>
    )
  }
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title="Rotate the secret"
      description="Requests signed with the new one are taken at once."
      footer={
        <>
          <Button onClick={() => close(false)}>Cancel</Button>
          <Button
            variant={overlap === '0' ? 'danger' : 'primary'}
            loading={rotate.isPending}
            onClick={() =>
              rotate.mutate(
                {
                  key: sourceKey,
                  overlapHours: Number(overlap),
                  ...(given.trim() && { secret: given.trim() }),
                },
                { onSuccess: ({ secret }) => onRotated(secret) },
              )
            }
          >
            Rotate
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <Field label="The present one lives on for">
          {(control) => (
            <Select
              {...control}
              value={overlap}
              options={overlaps}
              onChange={({ target }) => setOverlap(target.value)}
            />
          )}
        </Field>
        <SecretField value={given} onValueChange={setGiven} error={fieldError(rotate.error, 'secret')} />
        {live > 1 ? (
          <Notice tone="amber">The secret that is on its way out ends now: two can live at once.</Notice>
        ) : null}
        <FailureNotice fields title="The secret was not rotated" error={rotate.error} />
      </div>
    </Dialog>
  )
}
