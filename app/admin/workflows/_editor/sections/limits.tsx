'use client'

import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { duplicateWords, throttleWords } from '../../_words/parts.ts'
import { useEditor } from '../editor-context.tsx'
import { DurationField } from '../fields/duration-field.tsx'
import { OptionalPart } from '../fields/optional-part.tsx'
import { PathInput } from '../fields/path-input.tsx'
import { Section } from '../fields/section.tsx'

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

/** How often one recipient hears of it. */
export function LimitsSection() {
  const { workflow, change, wrong } = useEditor()
  const { duplicates, throttle } = workflow
  const says = [
    duplicates && `not again for the same event (${lower(duplicateWords(duplicates))})`,
    throttle && lower(throttleWords(throttle)),
  ].filter((one) => one !== null)
  return (
    <Section
      id="limits"
      title="How often"
      says={says.length === 0 ? 'every time,' : `${says.join(', and ')},`}
      fields={['duplicates', 'throttle']}
    >
      <OptionalPart
        label="No duplicates"
        about="The same event for the same recipient, again within a time, is withheld."
        checked={duplicates !== null}
        onCheckedChange={(on) => change({ duplicates: on ? { windowS: 3_600, path: null } : null })}
        error={wrong('duplicates')}
      >
        {duplicates ? (
          <>
            <DurationField
              label="Within"
              value={duplicates.windowS}
              onValueChange={(windowS) => change({ duplicates: { ...duplicates, windowS } })}
              error={wrong('duplicates.windowS')}
            />
            <Field
              label="Alike in"
              hint="Empty: all of their data."
              error={wrong('duplicates.path')}
              className="min-w-44 flex-1"
            >
              {(control) => (
                <PathInput
                  {...control}
                  placeholder="order_id"
                  value={duplicates.path ?? ''}
                  onValueChange={(path) => change({ duplicates: { ...duplicates, path: path || null } })}
                />
              )}
            </Field>
          </>
        ) : null}
      </OptionalPart>
      <OptionalPart
        label="Throttle"
        about="Beyond so many in a time to one recipient, the rest are withheld."
        checked={throttle !== null}
        onCheckedChange={(on) => change({ throttle: on ? { max: 5, perS: 3_600 } : null })}
        error={wrong('throttle')}
      >
        {throttle ? (
          <>
            <Field label="At most" error={wrong('throttle.max')}>
              {(control) => (
                <Input
                  {...control}
                  inputMode="numeric"
                  value={throttle.max === 0 ? '' : String(throttle.max)}
                  maxLength={5}
                  autoComplete="off"
                  className="w-20 text-right tabular-nums"
                  onChange={({ target }) => {
                    const max = /^\d*$/.test(target.value.trim()) ? Number(target.value) : throttle.max
                    change({ throttle: { ...throttle, max } })
                  }}
                />
              )}
            </Field>
            <DurationField
              label="In"
              value={throttle.perS}
              onValueChange={(perS) => change({ throttle: { ...throttle, perS } })}
              error={wrong('throttle.perS')}
            />
          </>
        ) : null}
      </OptionalPart>
    </Section>
  )
}
