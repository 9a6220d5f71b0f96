'use client'

import { Plus } from 'lucide-react'
import { Button } from '#app/_components/ui/button.tsx'
import { Segmented } from '#app/_components/ui/segmented.tsx'
import { durationWords } from '../../_words/duration.ts'
import { useEditor } from '../editor-context.tsx'
import { DurationField } from '../fields/duration-field.tsx'
import { ListRow } from '../fields/list-row.tsx'
import { Section } from '../fields/section.tsx'

const RETRIES_MAX = 20

/** What happens when a provider does not take it. */
export function RetriesSection() {
  const { workflow, change, wrong, readOnly } = useEditor()
  const { delaysS, onUnknown } = workflow.retry
  const set = (next: number[]) => change({ retry: { onUnknown, delaysS: next } })
  return (
    <Section
      id="retries"
      title="If it fails"
      says={
        delaysS.length === 0
          ? 'What fails for now fails for good.'
          : `What fails for now is tried again after ${delaysS.map(durationWords).join(', then ')}.`
      }
      fields={['retry']}
    >
      {delaysS.length > 0 ? (
        <ol aria-label="Retries" className="grid gap-3">
          {delaysS.map((delay, index) => (
            <ListRow
              // biome-ignore lint/suspicious/noArrayIndexKey: they have no identity but their place.
              key={index}
              name={`retry ${index + 1}`}
              onRemove={readOnly ? undefined : () => set(delaysS.filter((_, at) => at !== index))}
            >
              <DurationField
                label={`Retry ${index + 1} after`}
                value={delay}
                onValueChange={(next) => set(delaysS.map((one, at) => (at === index ? next : one)))}
                error={wrong(`retry.delaysS[${index}]`)}
              />
            </ListRow>
          ))}
        </ol>
      ) : null}
      {readOnly || delaysS.length >= RETRIES_MAX ? null : (
        <Button
          size="sm"
          className="justify-self-start"
          onClick={() => set([...delaysS, Math.min((delaysS.at(-1) ?? 150) * 2, 86_400)])}
        >
          <Plus aria-hidden />
          Add a retry
        </Button>
      )}
      <div className="grid gap-1.5">
        <span className="font-medium text-sm">If nobody knows whether it was sent</span>
        <Segmented
          label="If nobody knows whether it was sent"
          value={onUnknown}
          onValueChange={(next) => change({ retry: { delaysS, onUnknown: next } })}
          options={[
            { value: 'ask', label: 'Ask a person' },
            { value: 'resend', label: 'Send it again' },
          ]}
          className="justify-self-start"
        />
        <p className="text-muted text-xs">
          The process ended while the provider was called, and the provider can’t tell a second one from the
          first. Sent again, somebody may have it twice.
        </p>
      </div>
    </Section>
  )
}
