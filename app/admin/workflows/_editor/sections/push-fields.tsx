'use client'

import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { Select } from '#app/_components/ui/select.tsx'
import type { PushOptions } from '#server/db/schema/workflows.ts'
import { useEditor } from '../editor-context.tsx'
import { DurationField } from '../fields/duration-field.tsx'
import { OptionalPart } from '../fields/optional-part.tsx'

const urgencies: readonly { value: PushOptions['urgency']; label: string }[] = [
  { value: 'very-low', label: 'Very low: on power and Wi-Fi' },
  { value: 'low', label: 'Low: on power or Wi-Fi' },
  { value: 'normal', label: 'Normal' },
  { value: 'high', label: 'High: also on low battery' },
]
const begun: PushOptions = { ttlS: 86_400, urgency: 'normal', topic: null }

/** What push services are told of it (RFC 8030). */
export function PushFields() {
  const { workflow, change, wrong } = useEditor()
  const { push } = workflow
  return (
    <OptionalPart
      label="Push in particular"
      about="Off: kept for a day while the browser is away, of normal urgency."
      checked={push !== null}
      onCheckedChange={(on) => change({ push: on ? begun : null })}
      error={wrong('push')}
    >
      {push ? (
        <>
          <DurationField
            label="Kept while the browser is away"
            value={push.ttlS}
            onValueChange={(ttlS) => change({ push: { ...push, ttlS } })}
            error={wrong('push.ttlS')}
          />
          <Field label="Urgency" className="w-56" error={wrong('push.urgency')}>
            {(control) => (
              <Select
                {...control}
                value={push.urgency}
                options={urgencies}
                onChange={({ target }) => {
                  const urgency = urgencies.find(({ value }) => value === target.value)?.value
                  if (urgency) change({ push: { ...push, urgency } })
                }}
              />
            )}
          </Field>
          <Field
            label="Topic"
            aside="optional"
            hint="A newer message replaces one of the same topic that still waits."
            className="w-56"
            error={wrong('push.topic')}
          >
            {(control) => (
              <Input
                {...control}
                value={push.topic ?? ''}
                maxLength={32}
                autoComplete="off"
                spellCheck={false}
                className="font-mono text-xs"
                placeholder="orders"
                onChange={({ target }) => change({ push: { ...push, topic: target.value || null } })}
              />
            )}
          </Field>
        </>
      ) : null}
    </OptionalPart>
  )
}
