'use client'

import { useQuery } from '@tanstack/react-query'
import { Combobox } from '#app/_components/ui/combobox.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { Textarea } from '#app/_components/ui/textarea.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { useEditor } from '../editor-context.tsx'
import { OptionalPart } from '../fields/optional-part.tsx'
import { Section } from '../fields/section.tsx'

/** What it is called, what kind of message it sends, and whether that may wait. */
export function AboutSection() {
  const { workflow, change, wrong, readOnly } = useEditor()
  const { name, description, category, critical } = workflow
  const trpc = useTRPC()
  const known = useQuery(trpc.categories.list.queryOptions())
  const { categories = [], unknown = [] } = known.data ?? {}
  const chosen = categories.find(({ key }) => key === category)
  const others = [...new Set([...unknown, ...(chosen ? [] : [category])])]
  const always = critical || (chosen?.critical ?? false)
  return (
    <Section
      id="about"
      title="What it is"
      says={
        <>
          A message of the category {chosen?.name ?? category}
          {chosen?.required ? ', which nobody can switch off' : ', which each user may switch off'}
          {always ? '. It is critical: quiet hours do not hold it.' : '.'}
        </>
      }
      fields={['category']}
    >
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="Name" error={wrong('name')}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={100}
              autoComplete="off"
              onChange={({ target }) => change({ name: target.value })}
            />
          )}
        </Field>
        <Field label="Category" hint={chosen?.description ?? undefined} error={wrong('category')}>
          {(control) => (
            <Combobox
              control={control}
              label="Category"
              options={[
                ...categories.map(({ key, name: label }) => ({ value: key, label, aside: key })),
                ...others.map((value) => ({ value, label: value, aside: 'not described' })),
              ]}
              value={category}
              onValueChange={(next) => change({ category: next })}
            />
          )}
        </Field>
      </div>
      <Field label="Description" aside="optional" error={wrong('description')}>
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            maxLength={500}
            value={description ?? ''}
            readOnly={readOnly}
            onChange={({ target }) => change({ description: target.value || null })}
          />
        )}
      </Field>
      <OptionalPart
        label="Critical"
        about="Goes out in quiet hours too, is never throttled and never waits for a digest: a code to sign in, a warning of fraud."
        checked={critical}
        onCheckedChange={(on) => change({ critical: on })}
      />
    </Section>
  )
}
