'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { Textarea } from '#app/_components/ui/textarea.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { explainError, useTRPC } from '#app/_trpc/client.tsx'
import { fieldError } from '#app/_trpc/field-error.ts'
import { useMay } from '#app/_trpc/use-may.ts'
import { ChangesList } from './changes-list.tsx'
import { OpenProblems } from './open-problems.tsx'
import type { OnJump } from './problem-line.tsx'
import { PublishFailure } from './publish-failure.tsx'
import type { Since } from './since.ts'
import { type Checks, checksKey } from './use-checks.ts'

export interface PublishFormProps {
  templateKey: string
  /** Its words stand in the code; the draft has what says something else. */
  git: boolean
  next: number
  /** Published since the draft was begun. */
  since: Since | null
  lockVersion: number
  saved: boolean
  checks: Checks
  onClose: () => void
  onJump: OnJump
  onPublished: (version: number) => void
  onReload: () => void
}

const NOTE_MAX = 1_000
const REASON_MAX = 1_000

/** What a publish changes, what the checks found, a note; and for admins the way past errors, with its reason. */
export function PublishForm(props: PublishFormProps) {
  const {
    templateKey,
    git,
    next,
    since,
    lockVersion,
    saved,
    checks,
    onClose,
    onJump,
    onPublished,
    onReload,
  } = props
  const trpc = useTRPC()
  const client = useQueryClient()
  const mayOverride = useMay('admin')
  const [note, setNote] = useState('')
  const [overriding, setOverriding] = useState(false)
  const [reason, setReason] = useState('')
  const publish = useMutation(
    trpc.templates.publish.mutationOptions({
      onSuccess: ({ version }) => {
        toast.success(`v${version} is published`)
        onPublished(version)
      },
      onError: () => client.invalidateQueries({ queryKey: checksKey(templateKey) }),
      onSettled: () => client.invalidateQueries(trpc.templates.pathFilter()),
    }),
  )
  const { report, age, running } = checks
  const failure = publish.error ? explainError(publish.error) : null
  // A conflict stays one until theirs was looked at.
  const ready = failure?.reason !== 'conflict' && age === 'current' && !running
  // What an older draft did wrong says nothing about this one.
  const blocked = age === 'current' && (report?.errors ?? 0) > 0
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (publish.isPending || !ready) return
        publish.mutate({
          key: templateKey,
          lockVersion,
          over: next - 1,
          ...(note.trim() ? { note: note.trim() } : {}),
          ...(blocked && overriding ? { override: { reason: reason.trim() } } : {}),
        })
      }}
    >
      <ChangesList
        templateKey={templateKey}
        git={git}
        newest={next - 1}
        lockVersion={lockVersion}
        saved={saved}
      />
      {since ? (
        <Notice tone="amber">
          {since.author ?? 'The code'} published v{since.version} after this draft was begun
          {since.basedOn === null ? '' : ` from v${since.basedOn}`}. What that changed in the texts, this
          draft takes back.
        </Notice>
      ) : null}
      {/* Refused for the same reason: said once, below. */}
      {failure?.reason === 'conflict' ? null : (
        <OpenProblems checks={checks} saved={saved} onJump={onJump} onReload={onReload} />
      )}
      <Field
        label="Note"
        aside="optional"
        hint="What changed and why, for whoever reads the history."
        error={fieldError(publish.error, 'note')}
      >
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            maxLength={NOTE_MAX}
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
        )}
      </Field>
      {blocked && mayOverride ? (
        overriding ? (
          <Field
            label="Why it is published all the same"
            hint="Kept with the version, with the errors and your name."
            error={fieldError(publish.error, 'override.reason')}
          >
            {(control) => (
              <Textarea
                {...control}
                rows={2}
                required
                autoFocus
                maxLength={REASON_MAX}
                value={reason}
                onChange={({ target }) => setReason(target.value)}
              />
            )}
          </Field>
        ) : (
          <p className="text-muted text-sm">
            Errors stop it.{' '}
            <Button variant="link" onClick={() => setOverriding(true)} className="inline-flex">
              Publish anyway…
            </Button>
          </p>
        )
      ) : blocked ? (
        <Notice tone="amber">Errors stop it. An admin may publish it all the same, with a reason.</Notice>
      ) : null}
      {failure ? <PublishFailure failure={failure} onReload={onReload} /> : null}
      <div className="flex flex-wrap items-center justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          type="submit"
          variant={blocked ? 'danger' : 'primary'}
          loading={publish.isPending || publish.isSuccess}
          disabled={!ready || (blocked && !(overriding && reason.trim()))}
        >
          {blocked ? `Publish v${next} anyway` : `Publish v${next}`}
        </Button>
      </div>
    </form>
  )
}
