'use client'

import { Plus } from 'lucide-react'
import { Button } from '#app/_components/ui/button.tsx'
import { Select } from '#app/_components/ui/select.tsx'
import type { RecipientRule } from '#server/db/schema/workflows.ts'
import { recipientWords } from '../../_words/parts.ts'
import { useEditor } from '../editor-context.tsx'
import { ListRow, moved } from '../fields/list-row.tsx'
import { PathInput } from '../fields/path-input.tsx'
import { Section } from '../fields/section.tsx'

const kinds: readonly { value: RecipientRule['kind']; label: string }[] = [
  { value: 'user', label: 'User whose id is at' },
  { value: 'address', label: 'E-mail address at' },
  { value: 'setting', label: 'Address in ALERT_EMAIL' },
]

const withKind = (rule: RecipientRule, kind: RecipientRule['kind']): RecipientRule =>
  kind === 'setting'
    ? { kind, name: 'ALERT_EMAIL' }
    : { kind, path: rule.kind === 'setting' ? '' : rule.path }

/** Whom it tells: the first rule that finds somebody. */
export function RecipientSection() {
  const { workflow, change, wrong, readOnly } = useEditor()
  const { recipients } = workflow
  const set = (next: RecipientRule[]) => change({ recipients: next })
  return (
    <Section
      id="recipient"
      title="Recipient"
      says={
        recipients.length === 0
          ? 'tell nobody yet,'
          : `tell ${recipients.map(recipientWords).join(', else ')},`
      }
      fields={['recipients']}
    >
      <ol aria-label="Ways to find the recipient" className="grid gap-3">
        {recipients.map((rule, index) => {
          const name = `way ${index + 1}`
          const path = `recipients[${index}].path`
          return (
            <ListRow
              // biome-ignore lint/suspicious/noArrayIndexKey: they have no identity but their place.
              key={index}
              name={name}
              ordered={!readOnly && recipients.length > 1}
              onUp={index > 0 ? () => set(moved(recipients, index, -1)) : undefined}
              onDown={index < recipients.length - 1 ? () => set(moved(recipients, index, 1)) : undefined}
              onRemove={
                readOnly || recipients.length === 1
                  ? undefined
                  : () => set(recipients.filter((_, at) => at !== index))
              }
              error={wrong(path)}
            >
              <span aria-hidden className="w-4 text-muted text-xs tabular-nums">
                {index + 1}.
              </span>
              <Select
                aria-label={`Kind, ${name}`}
                className="w-42"
                value={rule.kind}
                options={kinds}
                onChange={({ target }) => {
                  const kind = kinds.find(({ value }) => value === target.value)?.value
                  if (kind) set(recipients.map((one, at) => (at === index ? withKind(one, kind) : one)))
                }}
              />
              {rule.kind === 'setting' ? null : (
                <PathInput
                  aria-label={`Place, ${name}`}
                  placeholder={rule.kind === 'user' ? 'user_id' : 'customer.email'}
                  value={rule.path}
                  aria-invalid={wrong(path) !== undefined || undefined}
                  className="min-w-28 flex-1 basis-28"
                  onValueChange={(next) =>
                    set(recipients.map((one, at) => (at === index ? { kind: rule.kind, path: next } : one)))
                  }
                />
              )}
            </ListRow>
          )
        })}
      </ol>
      {wrong('recipients') ? <p className="text-red text-xs">{wrong('recipients')}</p> : null}
      {readOnly || recipients.length >= 20 ? null : (
        <Button
          size="sm"
          className="justify-self-start"
          onClick={() => set([...recipients, { kind: 'user', path: '' }])}
        >
          <Plus aria-hidden />
          Add a way
        </Button>
      )}
      <p className="text-muted text-xs">
        The first that finds somebody is taken. An address that is a user’s means that user: their language,
        their quiet hours and what they chose. A source’s own mapping goes before.
      </p>
    </Section>
  )
}
