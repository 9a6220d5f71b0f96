'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { Send } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '#app/_components/ui/popover.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { explainError, useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { languageName } from '../languages.ts'
import { usePlace } from './place-context.tsx'
import { useStudio } from './studio-context.tsx'
import { useView } from './view-context.tsx'

/** Sends the draft as it stands, by the way of every mail, to members who have proved their address. */
export function TestSend() {
  const [open, setOpen] = useState(false)
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button>
          <Send aria-hidden />
          Test send
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="Test send" className="w-88">
        {open ? <TestForm /> : null}
      </PopoverContent>
    </Popover>
  )
}

function TestForm() {
  const trpc = useTRPC()
  const { templateKey, store, flush } = useStudio()
  const { locale } = usePlace()
  const { fixture, data } = useView()
  const members = useQuery(trpc.templateChecks.testRecipients.queryOptions())
  const send = useMutation(trpc.templateChecks.sendTest.mutationOptions())
  const [chosen, setChosen] = useState<readonly string[] | null>(null)
  const [unsaved, setUnsaved] = useState(false)
  const you = members.data?.find((one) => one.you)
  const to = chosen ?? (you ? [you.id] : [])

  const submit = async () => {
    setUnsaved(false)
    if (!(await flush())) {
      setUnsaved(true)
      return
    }
    send.mutate({ key: templateKey, lockVersion: store.get().lockVersion, locale, data, to: [...to] })
  }

  if (!members.data) {
    return members.isError ? (
      <QueryFailure compact title="The members could not be loaded" query={members} />
    ) : (
      <SkeletonRows rows={3} label="Loading members" />
    )
  }
  if (send.data) {
    return (
      <div className="grid gap-3" role="status">
        <p className="font-medium">On its way</p>
        <ul className="grid gap-1">
          {send.data.notificationIds.map((id, at) => (
            <li key={id}>
              <Link href={`/admin/notifications/${id}`} className="text-accent text-sm hover:underline">
                See what becomes of it{send.data.notificationIds.length > 1 ? ` (${at + 1})` : ''}
              </Link>
            </li>
          ))}
        </ul>
        <Button size="sm" onClick={() => send.reset()}>
          Send another
        </Button>
      </div>
    )
  }
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <fieldset className="grid gap-1.5">
        <legend className="mb-1 font-medium text-sm">To members with a verified address</legend>
        {members.data.length === 0 ? (
          <p className="text-muted text-xs">Nobody has verified one yet.</p>
        ) : null}
        <div className="grid max-h-52 gap-px overflow-y-auto">
          {members.data.map(({ id, name, email, you: self }) => (
            <label key={id} className="flex min-h-8 items-center gap-2 rounded-md px-1 hover:bg-hover">
              <input
                type="checkbox"
                checked={to.includes(id)}
                onChange={() => setChosen(to.includes(id) ? to.filter((one) => one !== id) : [...to, id])}
                className="size-4 accent-accent"
              />
              <span className="min-w-0 flex-1 truncate">
                {name || email}
                {self ? ' (you)' : ''}
              </span>
              <span className="truncate text-muted text-xs">{email}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <p className="text-muted text-xs">
        In {languageName(locale)} with the data of “{fixture.name}”, as it is written now.
      </p>
      {unsaved ? (
        <Notice tone="red" title="Not sent">
          The draft could not be saved, and what is sent is what is saved.
        </Notice>
      ) : null}
      {send.isError ? (
        <Notice
          tone="red"
          title={explainError(send.error).reason === 'rate_limited' ? 'Not so many' : 'Not sent'}
        >
          {explainError(send.error).message}
        </Notice>
      ) : null}
      <Button type="submit" variant="primary" loading={send.isPending} disabled={to.length === 0}>
        {to.length > 1 ? `Send to ${to.length} members` : 'Send'}
      </Button>
    </form>
  )
}
