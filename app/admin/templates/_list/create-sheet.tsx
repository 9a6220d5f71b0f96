'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Combobox } from '#app/_components/ui/combobox.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Sheet } from '#app/_components/ui/sheet.tsx'
import { FailureNotice } from '#app/_trpc/failure-notice.tsx'
import { fieldError } from '#app/_trpc/field-error.ts'
import { keyOf, NameAndKey, type Named } from '../../_list/name-and-key.tsx'
import { commonLanguages, languageName } from '../languages.ts'
import { CategoryField } from './category-field.tsx'
import { KindChoice } from './kind-choice.tsx'
import { useTemplateChanges } from './use-template-changes.ts'
import { namedWords } from './words.ts'

interface Form extends Named {
  kind: 'visual' | 'code'
  category: string
  locale: string
}
const empty: Form = { name: '', key: null, kind: 'visual', category: 'transactional', locale: 'en' }

const languages = commonLanguages.map((value) => ({ value, label: languageName(value), aside: value }))

export interface CreateSheetProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** A new template: what it is called and how it is written; then its studio. What was typed stays until it is made. */
export function CreateSheet({ open, onOpenChange }: CreateSheetProps) {
  const router = useRouter()
  const { create } = useTemplateChanges()
  const [form, setForm] = useState<Form>(empty)
  const key = keyOf(form)
  const wrong = (path: string) => fieldError(create.error, path)
  const change = (part: Partial<Form>) => {
    if (create.isError) create.reset()
    setForm({ ...form, ...part })
  }
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title="New template" size="md">
      <form
        noValidate
        className="grid gap-5 p-5 max-md:p-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (create.isPending) return
          const { name, kind, category, locale } = form
          create.mutate(
            { name: name.trim(), key, kind, category: category.trim(), locale },
            { onSuccess: (made) => router.push(`/admin/templates/${made.key}`) },
          )
        }}
      >
        <NameAndKey
          value={form}
          onChange={change}
          words={namedWords}
          errors={{ name: wrong('name'), key: wrong('key') }}
        />
        <CategoryField
          value={form.category}
          onChange={(category) => change({ category })}
          error={wrong('category')}
        />
        <Field
          label="Default locale"
          hint="The language of whoever reads none of its locales; others are added in the studio."
          error={wrong('locale')}
        >
          {(control) => (
            <Combobox
              control={control}
              label="Locale"
              options={languages}
              value={form.locale}
              onValueChange={(locale) => change({ locale })}
            />
          )}
        </Field>
        <KindChoice value={form.kind} onValueChange={(kind) => change({ kind })} />
        <FailureNotice fields title="The template was not created" error={create.error} />
        <Button
          type="submit"
          variant="primary"
          loading={create.isPending || create.isSuccess}
          disabled={key === '' || form.category.trim() === ''}
          className="justify-self-end"
        >
          Create and open
        </Button>
      </form>
    </Sheet>
  )
}
