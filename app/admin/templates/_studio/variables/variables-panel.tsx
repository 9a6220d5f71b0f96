'use client'

import { Sparkles } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRef, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { EmptyState } from '#app/_components/ui/empty-state.tsx'
import { Segmented } from '#app/_components/ui/segmented.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { useTRPCClient } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import { parseJsonObject } from '../../../notifications/_test-event/json-text.ts'
import { PayloadPicker } from '../fixtures/payload-picker.tsx'
import { useStudio, useStudioState } from '../studio-context.tsx'
import type { Data, Variables } from '../types.ts'
import { useView } from '../view-context.tsx'
import { FieldList } from './field-list.tsx'
import { fieldsOf, type Schema } from './schema-fields.ts'

const JsonField = dynamic(
  () => import('../../_editor/code/json-field.tsx').then((module) => module.JsonField),
  { ssr: false, loading: () => <SkeletonRows rows={4} label="Loading the source" /> },
)

/** What a template may name: a JSON Schema, as a form or as its source; or read off data that is there. */
export function VariablesPanel() {
  const { readOnly, store, studio } = useStudio()
  const client = useTRPCClient()
  const { fixture, data } = useView()
  const variables = useStudioState((state) => state.content.variables)
  const kind = useStudioState((state) => state.content.kind)
  const [view, setView] = useState<'form' | 'source'>('form')
  const [picking, setPicking] = useState(false)
  const group = (variables ?? { type: 'object', properties: {} }) as Schema
  const put = (next: Variables | null) => store.change({ field: 'variables', value: next })

  const infer = async (from: Data) => {
    try {
      const { variables: found } = await client.templates.inferVariables.mutate({
        data: from,
        ...(variables ? { variables } : {}),
      })
      put(found)
    } catch (error) {
      toastFailure('The variables could not be read off the data', error)
    }
  }

  if (picking) return <PayloadPicker onDone={() => setPicking(false)} onData={(from) => void infer(from)} />
  const empty = fieldsOf(group).length === 0
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-2">
        <Segmented
          label="How to see the variables"
          value={view}
          onValueChange={setView}
          options={[
            { value: 'form', label: 'Form' },
            { value: 'source', label: 'JSON Schema' },
          ]}
        />
        {readOnly === null ? (
          <div className="ml-auto flex flex-wrap gap-1.5">
            <Button size="sm" onClick={() => void infer(data)}>
              <Sparkles aria-hidden />
              Read off “{fixture.name}”
            </Button>
            {studio.workflows.length > 0 ? (
              <Button size="sm" onClick={() => setPicking(true)}>
                Read off a real payload
              </Button>
            ) : null}
          </div>
        ) : null}
      </div>
      {view === 'source' ? (
        <SchemaSource variables={variables} readOnly={readOnly !== null} onChange={put} />
      ) : (
        <div className="px-3 py-2">
          {empty ? (
            <EmptyState title="No variables yet" className="py-8">
              {kind === 'git'
                ? 'A template of git takes what its component takes; declared here, variables can be checked and hidden.'
                : 'What a template names is declared here, so that it can be picked while writing, and checked before publishing.'}
            </EmptyState>
          ) : null}
          <FieldList group={group} under="" readOnly={readOnly !== null} onChange={put} />
        </div>
      )}
    </div>
  )
}

interface SchemaSourceProps {
  variables: Variables | null
  readOnly: boolean
  onChange: (variables: Variables | null) => void
}

function SchemaSource({ variables, readOnly, onChange }: SchemaSourceProps) {
  const [problem, setProblem] = useState<string | null>(null)
  const own = useRef(variables)
  const version = useRef(0)
  // Undone, or read off data: the field is made anew.
  if (own.current !== variables) {
    own.current = variables
    version.current++
  }
  return (
    <div className="grid gap-2 p-4">
      <JsonField
        key={version.current}
        label="JSON Schema of the variables"
        readOnly={readOnly}
        text={variables ? JSON.stringify(variables, null, 2) : ''}
        className="max-h-[60dvh] overflow-y-auto"
        onChange={(text) => {
          const parsed = text.trim() === '' ? null : parseJsonObject(text)
          if (parsed && !parsed.ok) return setProblem(parsed.message)
          setProblem(null)
          own.current = parsed ? parsed.value : null
          onChange(own.current)
        }}
      />
      <p className="text-muted text-xs" role="status">
        {problem ? `Not taken over yet: ${problem}.` : null}
      </p>
    </div>
  )
}
