'use client'

import Link from 'next/link'
import { useId } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { Select } from '#app/_components/ui/select.tsx'
import { explainError } from '#app/_trpc/client.tsx'
import { MomentField } from '../_explain/moment-field.tsx'
import { UserPicker } from '../_explain/user-picker.tsx'
import { JsonEditor, type JsonProblem } from '../notifications/_test-event/json-editor.tsx'
import { locate } from '../notifications/_test-event/json-text.ts'
import { sourceOptions } from '../notifications/filters.ts'
import { sourceKinds } from './explain-state.ts'
import type { Asked } from './use-asked.ts'

/** Sources that there may be several of. */
const named: readonly Asked['source'][] = ['webhook', 'kafka']

export interface EventFormProps {
  asked: Asked
  /** What the last asking failed with. */
  error: unknown
  onAsk: () => void
}

/** Who, what, from where and when: every change is asked by itself. */
export function EventForm({ asked, error, onAsk }: EventFormProps) {
  const { state, setState, source, name, type, types, parsed, text } = asked
  const typesId = useId()
  const issues = error ? explainError(error).issues : []
  const wrong = (path: string) => issues.find((issue) => issue.path === path)?.message
  const problems: JsonProblem[] = parsed.ok
    ? issues
        .filter(({ path }) => path.startsWith('payload'))
        .map(({ path, message }) => ({
          ...{ path, message },
          line: locate(text, path.replace(/^payload\.?/, ''))?.line ?? null,
        }))
    : [{ path: null, message: parsed.message, line: parsed.line }]
  return (
    <Card
      title="The event"
      actions={
        asked.isTyped ? (
          <Button size="sm" variant="ghost" onClick={asked.startOver}>
            Start over
          </Button>
        ) : null
      }
    >
      <form
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          onAsk()
        }}
      >
        {state.notification ? (
          <p className="text-muted text-xs">
            Begun with{' '}
            <Link
              href={`/admin/notifications/${state.notification}`}
              className="text-accent underline underline-offset-2"
            >
              a notification
            </Link>
            {asked.from.data?.sensitive ? ', whose sensitive values are hidden here' : ''}.
          </p>
        ) : null}
        <Field
          label="For"
          hint={state.user ? 'In place of whom the workflow would find.' : undefined}
          error={wrong('user')}
        >
          {(control) => (
            <UserPicker
              control={control}
              value={state.user}
              onValueChange={(user) => void setState({ user })}
            />
          )}
        </Field>
        <Field label="Event type" error={wrong('eventType')}>
          {(control) => (
            <>
              <Input
                {...control}
                list={typesId}
                value={type}
                maxLength={200}
                autoComplete="off"
                autoCapitalize="off"
                spellCheck={false}
                onChange={({ target }) => asked.setType(target.value)}
              />
              <datalist id={typesId}>
                {types.map((one) => (
                  <option key={one} value={one} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Source" error={wrong('source')}>
            {(control) => (
              <Select
                {...control}
                value={source}
                options={sourceOptions}
                onChange={({ target }) =>
                  void setState({
                    source: sourceKinds.find((kind) => kind === target.value) ?? 'api',
                    name: null,
                  })
                }
              />
            )}
          </Field>
          {named.includes(source) ? (
            <Field
              label={source === 'webhook' ? 'Endpoint' : 'Topic'}
              aside="optional"
              error={wrong('sourceName')}
            >
              {(control) => (
                <Input
                  {...control}
                  value={name}
                  maxLength={300}
                  autoComplete="off"
                  autoCapitalize="off"
                  spellCheck={false}
                  onChange={({ target }) => void setState({ name: target.value || null })}
                />
              )}
            </Field>
          ) : null}
        </div>
        <MomentField value={state.at} onValueChange={(at) => void setState({ at })} />
        <JsonEditor
          label="Payload, as it would be posted"
          value={text}
          onValueChange={asked.setText}
          onSubmit={onAsk}
          problems={problems}
        />
      </form>
    </Card>
  )
}
