'use client'

import { Plus, X } from 'lucide-react'
import { useId } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { Combobox } from '#app/_components/ui/combobox.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import type { WorkflowSource } from '#server/db/schema/workflows.ts'
import { workflowSourceKinds } from '#server/workflows/schemas.ts'
import { kindWords, sourceWords } from '../../_words/parts.ts'
import { useEditor } from '../editor-context.tsx'
import { Section } from '../fields/section.tsx'

/** Which events start it: their type, and where they come from. */
export function EventSection() {
  const { workflow, change, wrong, options } = useEditor()
  const { eventType, sources } = workflow
  const typesId = useId()
  return (
    <Section
      id="event"
      title="Starts with"
      says={
        eventType === null ? (
          'No event starts it.'
        ) : (
          <>
            When an event <code className="text-ink">{eventType || '…'}</code> comes from{' '}
            {sources.length > 0 ? sources.map(sourceWords).join(', ') : 'no source yet'},
          </>
        )
      }
      fields={['eventType', 'sources']}
    >
      <Field
        label="Event type"
        hint="As it is sent, letter by letter. Empty: no event starts it."
        error={wrong('eventType')}
        className="max-w-96"
      >
        {(control) => (
          <>
            <Input
              {...control}
              list={typesId}
              value={eventType ?? ''}
              maxLength={200}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              className="font-mono text-xs"
              onChange={({ target }) => change({ eventType: target.value === '' ? null : target.value })}
            />
            <datalist id={typesId}>
              {options?.eventTypes.map((type) => (
                <option key={type} value={type} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Sources sources={sources} onChange={(next) => change({ sources: next })} error={wrong('sources')} />
    </Section>
  )
}

interface SourcesProps {
  sources: readonly WorkflowSource[]
  onChange: (sources: WorkflowSource[]) => void
  error: string | undefined
}

function Sources({ sources, onChange, error }: SourcesProps) {
  const { options, readOnly } = useEditor()
  const named = sources.filter((source) => source.includes(':'))
  const left = options?.sources.filter(({ value }) => !named.includes(value as WorkflowSource)) ?? []
  const toggle = (source: WorkflowSource) =>
    onChange(sources.includes(source) ? sources.filter((one) => one !== source) : [...sources, source])
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="mb-1.5 font-medium text-ink text-sm">Sources</legend>
      <div className="flex flex-wrap gap-1.5">
        {workflowSourceKinds.map((kind) => {
          const on = sources.includes(kind)
          return (
            <button
              key={kind}
              type="button"
              aria-pressed={on}
              onClick={() => toggle(kind)}
              className={cn(
                'inline-flex h-7 items-center rounded-md border px-2.5 font-medium text-xs disabled:cursor-not-allowed',
                on
                  ? 'border-accent bg-accent-soft text-ink'
                  : 'border-field border-dashed text-muted hover:bg-hover hover:text-ink',
              )}
            >
              {kindWords[kind]}
            </button>
          )
        })}
      </div>
      {named.length > 0 ? (
        <ul aria-label="Sources by name" className="flex flex-wrap gap-1.5">
          {named.map((source) => (
            <li
              key={source}
              className="inline-flex h-7 items-center gap-1 rounded-md border border-accent bg-accent-soft pr-0.5 pl-2.5 text-xs"
            >
              {sourceWords(source)}
              <Button
                variant="ghost"
                size="icon-sm"
                className="size-6"
                aria-label={`Remove ${sourceWords(source)}`}
                onClick={() => toggle(source)}
              >
                <X aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      {left.length > 0 && !readOnly ? (
        <div className="flex items-center gap-2">
          <Plus aria-hidden className="size-3.5 text-faint" />
          <Combobox
            label="One source by its name"
            placeholder="One source by its name…"
            className="w-60"
            options={left.map(({ value, kind, name }) => ({
              value,
              label: name,
              aside: kind === 'api' ? 'API key' : kind === 'kafka' ? 'Kafka topic' : 'webhook',
            }))}
            value={null}
            onValueChange={(value) => toggle(value as WorkflowSource)}
          />
        </div>
      ) : null}
      {error ? (
        <p className="text-red text-xs">{error}</p>
      ) : (
        <p className="text-muted text-xs">All of a kind, or single ones by their name.</p>
      )}
    </fieldset>
  )
}
