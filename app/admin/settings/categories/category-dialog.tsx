'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { slugOf } from '#app/_components/slug.ts'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { Textarea } from '#app/_components/ui/textarea.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { FailureNotice } from '#app/_trpc/failure-notice.tsx'
import { fieldError } from '#app/_trpc/field-error.ts'
import {
  type Category,
  changedFields,
  type Fields,
  fieldsOf,
  fixed,
  flags,
  flagWords,
  switched,
} from './fields.ts'

export interface CategoryDialogProps {
  /** Null: a new one. */
  category: Category | null
  /** Another number for each opening. */
  opening: number
  open: boolean
  onOpenChange: (open: boolean) => void
}

interface Typed extends Fields {
  /** Null: made from the name. */
  key: string | null
}

const empty: Typed = {
  ...{ name: '', key: null, description: '' },
  ...{ required: false, emailDefault: true, pushDefault: true, unsubscribable: true, critical: false },
}

/** Key, name and what holds for a category, new or there already. */
export function CategoryDialog({ opening, ...props }: CategoryDialogProps) {
  return (
    <Form
      // One that is there is shown as it is by now; what was typed for a new one stays.
      key={props.category ? opening : 'new'}
      {...props}
    />
  )
}

function Form({ category, open, onOpenChange }: Omit<CategoryDialogProps, 'opening'>) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const formId = useId()
  const [began] = useState(category && fieldsOf(category))
  const [typed, setTyped] = useState<Typed>(began ? { ...began, key: null } : empty)
  const key = typed.key ?? slugOf(typed.name)
  const done = async (said: string) => {
    await client.invalidateQueries({ queryKey: trpc.categories.pathKey() })
    toast.success(said)
    if (!category) setTyped(empty)
    onOpenChange(false)
  }
  const create = useMutation(
    trpc.categories.create.mutationOptions({ onSuccess: () => done(`“${typed.name}” is a category now`) }),
  )
  const save = useMutation(
    trpc.categories.save.mutationOptions({ onSuccess: () => done(`“${typed.name}” is saved`) }),
  )
  const mutation = category ? save : create
  const type = (next: Partial<Typed>) => {
    setTyped({ ...typed, ...next })
    if (mutation.isError) mutation.reset()
  }
  const submit = () => {
    const { name, description, required, emailDefault, pushDefault, unsubscribable, critical } = typed
    const fields = { name, description, required, emailDefault, pushDefault, unsubscribable, critical }
    if (category && began) save.mutate({ key: category.key, ...changedFields(began, typed) })
    else create.mutate({ key, ...fields })
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!mutation.isPending) onOpenChange(next)
      }}
      title={category ? `The category “${category.name}”` : 'Add a category'}
      description="By categories people choose what they get. What waits is looked at again before it is sent."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)} disabled={mutation.isPending}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form={formId} loading={mutation.isPending}>
            {category ? 'Save' : 'Add'}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Field
          label="Name"
          hint="Also on the recipient’s own page."
          error={fieldError(mutation.error, 'name')}
        >
          {(control) => (
            <Input
              {...control}
              maxLength={80}
              autoComplete="off"
              value={typed.name}
              onChange={({ target }) => type({ name: target.value })}
            />
          )}
        </Field>
        {category ? null : (
          <Field
            label="Key"
            hint="What workflows, templates and programs name it by; it stays."
            error={fieldError(mutation.error, 'key')}
          >
            {(control) => (
              <Input
                {...control}
                maxLength={64}
                autoComplete="off"
                autoCapitalize="off"
                spellCheck={false}
                className="font-mono"
                value={key}
                onChange={({ target }) => type({ key: target.value })}
              />
            )}
          </Field>
        )}
        <Field
          label="Description"
          aside="optional"
          hint="One sentence for recipients."
          error={fieldError(mutation.error, 'description')}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={2}
              maxLength={200}
              value={typed.description}
              onChange={({ target }) => type({ description: target.value.replace(/[\r\n]+/g, ' ') })}
            />
          )}
        </Field>
        <fieldset className="grid gap-1">
          <legend className="mb-1.5 font-medium text-sm">What holds for it</legend>
          {flags.map((flag) => {
            const why = fixed({ key: category?.key ?? key, required: typed.required }, flag)
            return (
              <label
                key={flag}
                htmlFor={`${formId}-${flag}`}
                className="flex cursor-pointer items-start gap-2.5 rounded-md px-2 py-1.5 hover:bg-hover has-disabled:cursor-not-allowed"
              >
                <input
                  type="checkbox"
                  id={`${formId}-${flag}`}
                  checked={typed[flag]}
                  disabled={why !== null}
                  onChange={({ target }) => type(switched(flag, target.checked))}
                  className="mt-0.5 size-4 shrink-0 accent-accent"
                />
                <span className="grid">
                  <span className="text-sm leading-5">{flagWords[flag].label}</span>
                  <span className="text-muted text-xs">{why ?? flagWords[flag].hint}</span>
                </span>
              </label>
            )
          })}
        </fieldset>
        <FailureNotice
          fields
          title={category ? 'It was not saved' : 'No category was added'}
          error={mutation.error}
        />
      </form>
    </Dialog>
  )
}
