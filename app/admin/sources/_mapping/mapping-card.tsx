'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { explainError, useTRPC } from '#app/_trpc/client.tsx'
import { FailureNotice } from '#app/_trpc/failure-notice.tsx'
import type { RouterOutputs } from '#server/trpc/root.ts'
import { JsonEditor } from '../../notifications/_test-event/json-editor.tsx'
import { parseJsonObject } from '../../notifications/_test-event/json-text.ts'
import { useSourceChanges } from '../use-sources.ts'
import { draftOf, idFields, isSame, type MappingDraft, mappingOf } from './draft.ts'
import { LeafList } from './leaf-list.tsx'
import { leavesOf } from './leaves.ts'
import { MappingFields, type PathField } from './mapping-fields.tsx'
import { TrialOutcome } from './trial.tsx'
import { useTrial } from './use-trial.ts'

type Source = RouterOutputs['sources']['get']

const sample = JSON.stringify(
  { type: 'ORDER_CREATED', order: { id: '123' }, customer: { email: 'you@example.com' } },
  null,
  2,
)
const LEAVES_SHOWN = 200

/** Where a source's bodies hold type, recipient and ids, tried out on a payload while it is written. */
export function MappingCard({ source, mayChange }: { source: Source; mayChange: boolean }) {
  const { save } = useSourceChanges()
  const [draft, setDraft] = useState<MappingDraft>(() => draftOf(source.mapping))
  const [active, setActive] = useState<PathField>('recipient')
  const payload = usePayload(source.events[0]?.id)
  const mapping = mappingOf(draft)
  const trial = useTrial(source.key, mapping, payload.value)
  const leaves = useMemo(() => leavesOf(payload.value, LEAVES_SHOWN), [payload.value])

  const failure = save.error ?? trial.error
  const explained = failure ? explainError(failure) : null
  const wrong = (path: string) => explained?.issues.find((issue) => issue.path === `mapping.${path}`)?.message
  const change = (part: Partial<MappingDraft>) => {
    if (save.isError) save.reset()
    setDraft((before) => ({ ...before, ...part }))
  }
  const changed = !isSame(mapping, source.mapping)
  const fills = idFields.find(({ field }) => field === active)?.label ?? 'Event type'
  const result = payload.value && !trial.isError ? trial.data : undefined
  return (
    <Card
      title="Where the fields are"
      actions={
        mayChange ? (
          <>
            <Button size="sm" disabled={!changed} onClick={() => setDraft(draftOf(source.mapping))}>
              Undo
            </Button>
            <Button
              size="sm"
              variant="primary"
              disabled={!changed}
              loading={save.isPending}
              onClick={() =>
                save.mutate(
                  { key: source.key, mapping },
                  { onSuccess: () => void toast.success('Saved; it holds from the next event on') },
                )
              }
            >
              Save
            </Button>
          </>
        ) : null
      }
    >
      <div className="grid gap-6 xl:grid-cols-2">
        <div className="grid content-start gap-4">
          <p className="text-muted text-sm">
            A path names a place in the body: <code>customer.email</code>, <code>items[0].sku</code>. What has
            none is looked for under its usual names.
          </p>
          <MappingFields
            draft={draft}
            onChange={change}
            active={active}
            onActive={setActive}
            found={
              result ? { ...result.ids, eventType: result.eventType, recipient: result.addressee } : undefined
            }
            wrong={wrong}
            disabled={!mayChange}
          />
          <FailureNotice
            fields
            title={save.isError ? 'It was not saved' : 'It could not be tried'}
            error={failure}
          />
          <section
            aria-label="What would happen"
            aria-live="polite"
            className="rounded-md border bg-sunken p-3"
          >
            <h3 className="mb-2 font-medium text-sm">What would happen to this payload</h3>
            {result ? (
              <TrialOutcome trial={result} />
            ) : (
              <p className="text-muted text-sm">
                {payload.value === null
                  ? 'Correct the payload to see it.'
                  : !trial.isError
                    ? 'Looking…'
                    : explained && explained.issues.length > 0
                      ? 'Correct the paths above to see it.'
                      : 'It could not be tried.'}
              </p>
            )}
          </section>
        </div>
        <div className="grid content-start gap-3">
          <JsonEditor
            label="Try it on a payload"
            value={payload.text}
            onValueChange={payload.write}
            onSubmit={() => void trial.refetch()}
            problems={payload.problems}
          />
          {payload.takeLast ? (
            <Button size="sm" onClick={payload.takeLast} className="justify-self-start">
              Take the last event’s
            </Button>
          ) : null}
          {leaves.length > 0 ? (
            <LeafList
              leaves={leaves}
              fills={mayChange ? fills : null}
              onPick={(path) =>
                change(active === 'eventType' ? { typeKind: 'path', type: path } : { [active]: path })
              }
            />
          ) : null}
        </div>
      </div>
    </Card>
  )
}

/** The payload that is tried: what was typed, else the last event's, else an example. */
function usePayload(lastEventId: string | undefined) {
  const trpc = useTRPC()
  const [typed, setTyped] = useState<string | null>(null)
  const last = useQuery(
    trpc.notifications.get.queryOptions(
      { id: lastEventId ?? '' },
      { enabled: lastEventId !== undefined, staleTime: Number.POSITIVE_INFINITY },
    ),
  )
  const lastText = last.data ? JSON.stringify(last.data.payload, null, 2) : null
  // The first one stays: another one would change what is being looked at.
  const [shown, setShown] = useState(lastText)
  if (shown === null && lastText !== null) setShown(lastText)
  const text = typed ?? shown ?? sample
  const parsed = useMemo(() => parseJsonObject(text), [text])
  return {
    text,
    value: parsed.ok ? parsed.value : null,
    problems: parsed.ok ? [] : [{ path: null, message: parsed.message, line: parsed.line }],
    write: (next: string) => setTyped(next),
    takeLast:
      lastText !== null && lastText !== text
        ? () => {
            setTyped(null)
            setShown(lastText)
          }
        : null,
  }
}
