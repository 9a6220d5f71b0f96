'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useId, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Combobox } from '#app/_components/ui/combobox.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { Sheet } from '#app/_components/ui/sheet.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { FailureNotice } from '#app/_trpc/failure-notice.tsx'
import { fieldError } from '#app/_trpc/field-error.ts'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { useCategoryName } from '../../_categories/category-name.tsx'
import { keyOf, NameAndKey, type Named } from '../../_list/name-and-key.tsx'
import { emptyDefinition } from '../_words/empty.ts'
import { useWorkflowChanges } from '../use-workflow-changes.ts'
import { namedWords } from './words.ts'

interface Form extends Named {
  eventType: string
  templateKey: string | null
}
const empty: Form = { name: '', key: null, eventType: '', templateKey: null }

export interface CreateSheetProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** A new workflow: what it is called, what starts it and what it sends; then its editor. What was typed stays. */
export function CreateSheet({ open, onOpenChange }: CreateSheetProps) {
  const router = useRouter()
  const trpc = useTRPC()
  const options = useQuery(trpc.workflows.options.queryOptions(undefined, { enabled: open }))
  const { create } = useWorkflowChanges()
  const [form, setForm] = useState<Form>(empty)
  const typesId = useId()
  const categoryName = useCategoryName()
  const key = keyOf(form)
  const wrong = (path: string) => fieldError(create.error, path)
  const change = (part: Partial<Form>) => {
    if (create.isError) create.reset()
    setForm({ ...form, ...part })
  }
  const templates = options.data?.templates ?? []
  const template = templates.find((one) => one.key === form.templateKey)
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title="New workflow" size="md">
      <form
        noValidate
        className="grid gap-5 p-5 max-md:p-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (create.isPending || !template) return
          const definition = emptyDefinition({
            name: form.name,
            eventType: form.eventType.trim() || null,
            templateKey: template.key,
            category: template.category,
          })
          create.mutate(
            { key, definition },
            { onSuccess: (made) => router.push(`/admin/workflows/${made.key}`) },
          )
        }}
      >
        <NameAndKey
          value={form}
          onChange={change}
          words={namedWords}
          errors={{ name: wrong('definition.name'), key: wrong('key') }}
        />
        <Field
          label="Event type"
          hint="Which events start it. From which sources, and under which conditions, is settled next."
          error={wrong('definition.eventType')}
        >
          {(control) => (
            <>
              <Input
                {...control}
                list={typesId}
                value={form.eventType}
                maxLength={200}
                autoComplete="off"
                autoCapitalize="off"
                spellCheck={false}
                placeholder="ORDER_CREATED"
                className="font-mono text-xs"
                onChange={({ target }) => change({ eventType: target.value })}
              />
              <datalist id={typesId}>
                {options.data?.eventTypes.map((type) => (
                  <option key={type} value={type} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <Field
          label="Template"
          hint={template ? `Its category is ${categoryName(template.category)}.` : 'What is sent.'}
          error={wrong('definition.templateKey')}
        >
          {(control) => (
            <Combobox
              control={control}
              label="Template"
              options={templates.map(({ key: value, name, version }) => ({
                value,
                label: name ?? value,
                aside: version === null ? 'not published' : value,
              }))}
              value={form.templateKey}
              onValueChange={(templateKey) => change({ templateKey })}
            />
          )}
        </Field>
        {options.isError ? (
          <QueryFailure compact title="The templates could not be loaded" query={options} />
        ) : null}
        <FailureNotice fields title="The workflow was not created" error={create.error} />
        <p className="text-muted text-xs">
          It is off at first: nothing is sent by it until you have looked it over and switched it on.
        </p>
        <Button
          type="submit"
          variant="primary"
          loading={create.isPending || create.isSuccess}
          disabled={key === '' || !template}
          className="justify-self-end"
        >
          Create and open
        </Button>
      </form>
    </Sheet>
  )
}
