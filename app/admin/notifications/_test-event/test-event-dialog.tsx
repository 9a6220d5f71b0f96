'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { Select } from '#app/_components/ui/select.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { explainError, useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { JsonEditor, type JsonProblem } from './json-editor.tsx'
import { locate, parseJsonObject, replaceString } from './json-text.ts'

/** Fields of `data` that name who gets it, as the built-in types call them. */
const recipientFields = ['customer_email', 'patient_email', 'admin_email', 'email'] as const

/** Its mail shows the most. */
const firstChoice = 'ORDER_CREATED'

interface TestEventDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Chooses a type, takes its data as JSON, sends it as a program would, and opens what became of it. */
export function TestEventDialog({ open, onOpenChange }: TestEventDialogProps) {
  const trpc = useTRPC()
  const router = useRouter()
  const queryClient = useQueryClient()
  const lasting = { enabled: open, staleTime: 60_000 }
  const types = useQuery(trpc.notifications.testEvents.queryOptions(undefined, lasting))
  const me = useQuery(trpc.members.me.queryOptions(undefined, lasting))
  const [chosen, setChosen] = useState<string | null>(null)
  // What was typed stays, for each type, also when the dialog is closed or another type is chosen.
  const [drafts, setDrafts] = useState<Readonly<Record<string, string>>>({})
  const [recipient, setRecipient] = useState<string | null>(null)

  const send = useMutation(
    trpc.notifications.sendTest.mutationOptions({
      onSuccess: ({ id }) => {
        onOpenChange(false)
        void queryClient.invalidateQueries({ queryKey: trpc.notifications.pathKey() })
        router.push(`/admin/notifications?open=${id}`)
      },
    }),
  )

  const typed = (wanted: string | null) => types.data?.find(({ type }) => type === wanted)
  const event = typed(chosen) ?? typed(firstChoice) ?? types.data?.[0]
  const email = recipient ?? me.data?.member.email ?? ''
  const text = event ? (drafts[event.type] ?? exampleFor(event.data, email)) : ''
  const parsed = parseJsonObject(text)
  const field = parsed.ok ? recipientFields.find((name) => typeof parsed.value[name] === 'string') : undefined
  const write = (next: string) => {
    if (event) setDrafts({ ...drafts, [event.type]: next })
    if (send.isError) send.reset()
  }
  const failure = send.isError ? explainError(send.error) : null
  const submit = () => {
    if (event && parsed.ok) send.mutate({ type: event.type, data: parsed.value })
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Send a test event"
      description="It goes the way of any other event: it is kept, planned and sent for real."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" loading={send.isPending} disabled={!event || !parsed.ok} onClick={submit}>
            Send
          </Button>
        </>
      }
    >
      {types.isError && !types.data ? (
        <QueryFailure compact title="The event types could not be loaded" query={types} />
      ) : !event ? (
        types.isPending ? (
          <SkeletonRows rows={4} label="Loading event types" />
        ) : (
          <Notice tone="amber" title="No workflow takes events from the API">
            Without an enabled workflow nobody would hear of an event, so there is nothing to try.
          </Notice>
        )
      ) : (
        <form
          className="grid gap-4"
          onSubmit={(submitted) => {
            submitted.preventDefault()
            submit()
          }}
        >
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Type">
              {(control) => (
                <Select
                  {...control}
                  value={event.type}
                  onChange={({ target }) => {
                    setChosen(target.value)
                    send.reset()
                  }}
                  options={(types.data ?? []).map(({ type, name }) => ({
                    value: type,
                    label: name && name !== type ? `${type} (${name})` : type,
                  }))}
                />
              )}
            </Field>
            <Field label="Recipient" hint={field ? undefined : 'The data below names no address.'}>
              {(control) => (
                <Input
                  {...control}
                  type="email"
                  autoComplete="email"
                  disabled={!field}
                  value={parsed.ok && field ? String(parsed.value[field]) : ''}
                  onChange={({ target }) => {
                    setRecipient(target.value)
                    if (field) write(replaceString(text, field, target.value))
                  }}
                />
              )}
            </Field>
          </div>
          <JsonEditor
            label="Data"
            value={text}
            onValueChange={write}
            onSubmit={submit}
            problems={
              parsed.ok
                ? problemsOf(failure?.issues ?? [], text)
                : [{ path: null, message: parsed.message, line: parsed.line }]
            }
          />
          {failure && failure.issues.length === 0 ? (
            <Notice tone="red" title="The event was not accepted">
              {failure.message}
              {failure.traceId ? (
                <span className="block text-xs">
                  Trace <code className="break-all">{failure.traceId}</code>
                </span>
              ) : null}
            </Notice>
          ) : null}
        </form>
      )}
    </Dialog>
  )
}

/** The example's text, to be sent to `email`. */
function exampleFor(data: Readonly<Record<string, unknown>>, email: string): string {
  const filled = Object.entries(data).map(([name, value]) => {
    const names = recipientFields.find((field) => field === name)
    return [name, names && email ? email : value]
  })
  return JSON.stringify(Object.fromEntries(filled), null, 2)
}

/** The server names fields from the event; the editor holds its `data`. */
function problemsOf(issues: readonly { path: string; message: string }[], text: string): JsonProblem[] {
  return issues.map(({ path, message }) => {
    const within = path.replace(/^data\.?/, '')
    return { path, message, line: locate(text, within)?.line ?? null }
  })
}
