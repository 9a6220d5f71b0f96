'use client'

import Link from 'next/link'
import { Combobox } from '#app/_components/ui/combobox.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { useEditor } from '../editor-context.tsx'
import { Section } from '../fields/section.tsx'

/** What is sent, and from whom. */
export function ContentSection() {
  const { workflow, change, wrong, options } = useEditor()
  const { templateKey, sender, replyTo } = workflow
  const templates = options?.templates ?? []
  const chosen = templates.find(({ key }) => key === templateKey)
  const known = chosen
    ? templates
    : [{ key: templateKey, name: null, category: '', version: null }, ...templates]
  return (
    <Section
      id="content"
      title="Content"
      says={`with the template “${chosen?.name ?? templateKey}”, from ${sender ?? 'the usual sender'}.`}
      fields={['templateKey', 'sender', 'replyTo']}
    >
      <Field
        label="Template"
        aside={
          chosen ? (
            <Link
              href={`/admin/templates/${templateKey}`}
              className="text-accent underline-offset-2 hover:underline"
            >
              Open in the studio
            </Link>
          ) : undefined
        }
        hint={
          chosen?.version
            ? `The newest version is sent, now ${chosen.version}, in the recipient’s language.`
            : undefined
        }
        error={wrong('templateKey')}
      >
        {(control) => (
          <Combobox
            control={control}
            label="Template"
            options={known.map(({ key, name, version }) => ({
              value: key,
              label: name ?? key,
              aside: version === null ? 'not published' : name ? key : '',
            }))}
            value={templateKey}
            onValueChange={(next) => change({ templateKey: next })}
          />
        )}
      </Field>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field
          label="Sender"
          aside="optional"
          hint={`Empty: ${options?.sender ?? 'as set for all (EMAIL_FROM)'}`}
          error={wrong('sender')}
        >
          {(control) => (
            <Input
              {...control}
              value={sender ?? ''}
              maxLength={320}
              autoComplete="off"
              placeholder="Shop <shop@example.com>"
              onChange={({ target }) => change({ sender: target.value || null })}
            />
          )}
        </Field>
        <Field label="Reply to" aside="optional" hint="Empty: the sender." error={wrong('replyTo')}>
          {(control) => (
            <Input
              {...control}
              value={replyTo ?? ''}
              maxLength={320}
              autoComplete="off"
              placeholder="help@example.com"
              onChange={({ target }) => change({ replyTo: target.value || null })}
            />
          )}
        </Field>
      </div>
    </Section>
  )
}
