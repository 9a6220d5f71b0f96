'use client'

import { formatExact } from '#app/_components/time-format.ts'
import { cn } from '#app/_components/ui/cn.ts'
import { Field } from '#app/_components/ui/field.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { Select } from '#app/_components/ui/select.tsx'
import { explainError, useTRPCClient } from '#app/_trpc/client.tsx'
import { sentence } from '#app/_trpc/field-error.ts'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import type { WorkflowDefinition } from '#server/workflows/schemas.ts'
import { workflowSourceKinds } from '#server/workflows/schemas.ts'
import { Explained } from '../../../_explain/explanation.tsx'
import { MomentField } from '../../../_explain/moment-field.tsx'
import { UserPicker } from '../../../_explain/user-picker.tsx'
import { JsonEditor } from '../../../notifications/_test-event/json-editor.tsx'
import { kindWords } from '../../_words/parts.ts'
import type { SourceKind } from './sample.ts'
import { type TryState, useRecentEvents, useTrial } from './use-try.ts'

export interface TryPaneProps {
  workflowKey: string
  /** As it is written; null while something in it is wrong. */
  workflow: WorkflowDefinition | null
  state: TryState
}

/** What would become of an event by the workflow as it is written; nothing is stored or sent. */
export function TryPane({ workflowKey, workflow, state }: TryPaneProps) {
  const { at } = state
  const { query, isBehind } = useTrial(workflowKey, workflow, state)
  const failure = query.error ? explainError(query.error) : null
  const problems = [
    ...(state.problem ? [state.problem] : []),
    ...(failure?.issues ?? [])
      .filter(({ path }) => path.startsWith('payload'))
      .map(({ path, message }) => ({ path, message, line: null })),
  ]
  const wrongUser = failure?.issues.find(({ path }) => path === 'user')?.message
  const others = failure && !wrongUser && problems.length === 0
  return (
    <div className="grid gap-4 p-4">
      <p className="text-muted text-xs">
        What would become of this event by the workflow as it is written, on what is stored now. Nothing is
        stored or sent.
      </p>
      <JsonEditor
        label={state.isExample ? 'The event: an example' : 'The event'}
        value={state.text}
        onValueChange={state.write}
        onSubmit={() => void query.refetch()}
        problems={problems}
      />
      <RecentEvents eventType={workflow?.eventType ?? null} state={state} />
      <details className="group rounded-md border" {...(wrongUser ? { open: true } : {})}>
        <summary className="cursor-pointer px-3 py-1.5 font-medium text-xs">
          From {kindWords[state.source]}, for {state.user ? 'a user of your choice' : 'whom it names'},{' '}
          {at ? `at ${formatExact(at)}` : 'now'}
        </summary>
        <div className="grid gap-3 border-t p-3">
          <Field
            label="For the user"
            aside="optional"
            hint="In place of whom the event names."
            error={wrongUser && sentence(wrongUser)}
          >
            {(control) => (
              <UserPicker
                control={control}
                value={state.user || null}
                onValueChange={(user) => state.setUser(user ?? '')}
              />
            )}
          </Field>
          <div className="grid items-start gap-3 sm:grid-cols-2">
            <Field label="Comes by">
              {(control) => (
                <Select
                  {...control}
                  value={state.source}
                  options={workflowSourceKinds.map((kind) => ({
                    value: kind,
                    label: kindWords[kind] ?? kind,
                  }))}
                  onChange={({ target }) => state.setSource(target.value as SourceKind)}
                />
              )}
            </Field>
            <MomentField value={at} onValueChange={state.setAt} />
          </div>
        </div>
      </details>
      <section
        aria-label="What would happen"
        aria-busy={isBehind}
        className={cn('border-t pt-4 transition-opacity', isBehind && query.data && 'opacity-60 delay-200')}
      >
        {workflow === null ? (
          <p className="text-muted text-sm">Correct the marked fields to see what would happen.</p>
        ) : state.payload === null ? (
          <p className="text-muted text-sm">Correct the event to see what would happen.</p>
        ) : others ? (
          <Notice tone="red" title="It could not be tried">
            {failure.message}
          </Notice>
        ) : query.data && !failure ? (
          <Explained explanation={query.data} compact />
        ) : (
          <p className="text-muted text-sm">{failure ? 'Correct what is marked above.' : 'Looking…'}</p>
        )}
      </section>
    </div>
  )
}

interface RecentEventsProps {
  eventType: string | null
  state: TryState
}

function RecentEvents({ eventType, state }: RecentEventsProps) {
  const trpc = useTRPCClient()
  const recent = useRecentEvents(eventType)
  const rows = (eventType && recent.data?.rows) || []
  if (rows.length === 0) return null
  const take = async (id: string) => {
    if (id === '') {
      state.write(null)
      state.setSource(null)
      return
    }
    try {
      const { payload, source } = await trpc.notifications.get.query({ id })
      state.write(JSON.stringify(payload, null, 2))
      state.setSource(source === 'dashboard' ? 'api' : source)
    } catch (error) {
      toastFailure('The event could not be loaded', error)
    }
  }
  return (
    <Field label="Take an event that came">
      {(control) => (
        <Select
          {...control}
          value=""
          options={[
            { value: '', label: state.isExample ? 'An example' : 'As written above' },
            ...(state.isExample ? [] : [{ value: 'example', label: 'Back to the example' }]),
            ...rows.map(({ id, createdAt, recipient, orderId }) => ({
              value: id,
              label: [formatExact(createdAt), recipient ?? 'nobody told', orderId && `order ${orderId}`]
                .filter(Boolean)
                .join(' · '),
            })),
          ]}
          onChange={({ target }) => void take(target.value === 'example' ? '' : target.value)}
        />
      )}
    </Field>
  )
}
