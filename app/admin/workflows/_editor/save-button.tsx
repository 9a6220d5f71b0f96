'use client'

import { useState } from 'react'
import { useShortcuts } from '#app/_components/shortcuts.ts'
import { Button } from '#app/_components/ui/button.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '#app/_components/ui/popover.tsx'
import { Textarea } from '#app/_components/ui/textarea.tsx'
import { FailureNotice } from '#app/_trpc/failure-notice.tsx'
import type { Difference } from '../_words/differences.ts'
import type { WorkflowChanges } from '../use-workflow-changes.ts'

export interface SaveButtonProps {
  /** What is saved by it. */
  differences: readonly Difference[]
  /** Of the version that it makes. */
  version: number
  disabled: boolean
  save: WorkflowChanges['save']
  /** Whether it can be saved; where not, the fields say why. */
  onCheck: () => boolean
  onSave: (note: string, done: () => void) => void
}

/** Saves what is written as the next version, with a word on why. */
export function SaveButton({ differences, version, disabled, save, onCheck, onSave }: SaveButtonProps) {
  const [open, setOpen] = useState(false)
  const [note, setNote] = useState('')
  const submit = () => {
    if (save.isPending) return
    onSave(note, () => {
      setOpen(false)
      setNote('')
    })
  }
  const ask = (next: boolean) => {
    if (next && (disabled || !onCheck())) return
    save.reset()
    setOpen(next)
  }
  useShortcuts([{ keys: 'mod+s', label: 'Save the workflow', group: 'Workflow', run: () => ask(true) }])
  return (
    <Popover open={open} onOpenChange={ask}>
      <PopoverTrigger asChild>
        <Button variant="primary" disabled={disabled}>
          Save…
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Save the workflow" align="end" className="w-80">
        <form
          className="grid gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            submit()
          }}
        >
          <p className="text-sm">
            Version {version} changes{' '}
            <span className="font-medium">
              {differences.map(({ label }) => label).join(', ') || 'details'}
            </span>
            . It holds for events from now on.
          </p>
          <Field label="Why" aside="optional">
            {(control) => (
              <Textarea
                {...control}
                rows={2}
                maxLength={1_000}
                value={note}
                onChange={({ target }) => setNote(target.value)}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
                  event.preventDefault()
                  submit()
                }}
              />
            )}
          </Field>
          <FailureNotice title="It was not saved" error={save.error} />
          <Button type="submit" variant="primary" loading={save.isPending} className="justify-self-end">
            Save version {version}
          </Button>
        </form>
      </PopoverContent>
    </Popover>
  )
}
