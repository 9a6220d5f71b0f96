'use client'

import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { FailureNotice } from '#app/_trpc/failure-notice.tsx'
import { fieldError } from '#app/_trpc/field-error.ts'
import type { RouterOutputs } from '#server/trpc/root.ts'
import { useSourceChanges } from '../use-sources.ts'

type Source = RouterOutputs['sources']['get']

/** The source's name and limit. */
export function SettingsCard({ source }: { source: Source }) {
  const { save } = useSourceChanges()
  const kept = { name: source.name, limit: source.rateLimit === null ? '' : String(source.rateLimit) }
  // What was not typed follows the source: somebody else may change it meanwhile.
  const [typed, setTyped] = useState<Partial<typeof kept>>({})
  const form = { ...kept, ...typed }
  const wrong = (path: string) => fieldError(save.error, path)
  const change = (part: typeof typed) => {
    if (save.isError) save.reset()
    setTyped({ ...typed, ...part })
  }
  const limit = form.limit.trim()
  return (
    <Card title="Settings">
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate(
            { key: source.key, name: form.name, rateLimit: limit === '' ? null : Number(limit) },
            {
              onSuccess: () => {
                setTyped({})
                toast.success('Saved')
              },
            },
          )
        }}
      >
        <Field label="Name" error={wrong('name')}>
          {(control) => (
            <Input
              {...control}
              value={form.name}
              maxLength={80}
              onChange={({ target }) => change({ name: target.value })}
            />
          )}
        </Field>
        <Field
          label="Requests a minute, at most"
          hint="Beyond it a sender hears 429 and when to come again. Empty: no limit."
          error={wrong('rateLimit')}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={form.limit}
              maxLength={9}
              placeholder="No limit"
              onChange={({ target }) => change({ limit: target.value })}
            />
          )}
        </Field>
        <FailureNotice fields title="It was not saved" error={save.error} />
        <Button
          type="submit"
          loading={save.isPending}
          disabled={form.name.trim() === kept.name && limit === kept.limit}
          className="justify-self-end"
        >
          Save
        </Button>
      </form>
    </Card>
  )
}
