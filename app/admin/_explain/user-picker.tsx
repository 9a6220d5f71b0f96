'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { AtSign, ChevronDown, Users, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { Command, CommandInput, CommandItem, CommandList } from '#app/_components/ui/command.tsx'
import type { FieldControl } from '#app/_components/ui/field.tsx'
import { fieldClasses } from '#app/_components/ui/input.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '#app/_components/ui/popover.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { userName } from '../users/user-name.ts'

const PAUSE_MS = 200
const SHOWN = 8

export interface UserPickerProps {
  /** A user's id, or an e-mail address; null: whom the workflow finds. */
  value: string | null
  onValueChange: (value: string | null) => void
  /** From a `Field`. */
  control?: FieldControl
  className?: string
}

/** A user, searched for by name, e-mail or external id; or an address of somebody who is none. */
export function UserPicker({ value, onValueChange, control, className }: UserPickerProps) {
  const [open, setOpen] = useState(false)
  const label = useUserLabel(value)
  const choose = (next: string | null) => {
    onValueChange(next)
    setOpen(false)
  }
  return (
    <div className={cn('flex gap-1.5', className)}>
      <Popover open={open} onOpenChange={setOpen}>
        <PopoverTrigger asChild>
          <button
            type="button"
            {...control}
            {...(control ? {} : { 'aria-label': `User: ${label ?? 'whom the workflow finds'}` })}
            className={cn(fieldClasses, 'flex h-8 items-center gap-2 px-2.5 text-left')}
          >
            <span className={cn('min-w-0 flex-1 truncate', !label && 'text-faint')}>
              {label ?? 'Whom the workflow finds'}
            </span>
            <ChevronDown aria-hidden className="size-4 shrink-0 text-faint" />
          </button>
        </PopoverTrigger>
        <PopoverContent aria-label="User" className="w-(--radix-popover-trigger-width) min-w-72 p-0">
          <Search onChoose={choose} />
        </PopoverContent>
      </Popover>
      {value ? (
        <Button variant="ghost" size="icon" aria-label="Take the user out" onClick={() => choose(null)}>
          <X aria-hidden />
        </Button>
      ) : null}
    </div>
  )
}

const looksLikeAddress = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)

function Search({ onChoose }: { onChoose: (value: string | null) => void }) {
  const trpc = useTRPC()
  const [typed, setTyped] = useState('')
  const [q, setQ] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed.trim()), typed ? PAUSE_MS : 0)
    return () => clearTimeout(timer)
  }, [typed])
  const found = useQuery(
    trpc.users.list.queryOptions({ q, limit: SHOWN }, { placeholderData: keepPreviousData }),
  )
  const address = typed.trim()
  return (
    <Command label="User" shouldFilter={false}>
      <CommandInput
        autoFocus
        placeholder="Name, e-mail or external id…"
        value={typed}
        onValueChange={setTyped}
      />
      <CommandList>
        <CommandItem value="whom-the-workflow-finds" onSelect={() => onChoose(null)}>
          <Users aria-hidden />
          Whom the workflow finds
        </CommandItem>
        {found.data?.rows.map((user) => (
          <CommandItem key={user.id} value={user.id} onSelect={() => onChoose(user.id)}>
            <span className="min-w-0 flex-1 truncate">{userName(user)}</span>
            {user.name && user.email ? (
              <span className="max-w-1/2 truncate text-muted text-xs">{user.email}</span>
            ) : null}
          </CommandItem>
        ))}
        {looksLikeAddress(address) ? (
          <CommandItem value={`address ${address}`} onSelect={() => onChoose(address)}>
            <AtSign aria-hidden />
            <span className="min-w-0 truncate">Whoever has {address}</span>
          </CommandItem>
        ) : null}
        <Told query={found} isAddress={looksLikeAddress(address)} />
      </CommandList>
    </Command>
  )
}

/** What stands where there are no users to choose. */
function Told({
  query: { isPending, isError, data },
  isAddress,
}: {
  query: { isPending: boolean; isError: boolean; data: { rows: unknown[] } | undefined }
  isAddress: boolean
}) {
  const text = isError
    ? 'The users could not be looked up. Type an e-mail address, or try again.'
    : isPending
      ? 'Looking…'
      : data?.rows.length === 0 && !isAddress
        ? 'Nobody matches.'
        : null
  return text ? (
    <p role="status" className="px-3 py-4 text-center text-muted text-sm">
      {text}
    </p>
  ) : null
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What the chosen one is called; an address is its own name. */
function useUserLabel(value: string | null): string | null {
  const trpc = useTRPC()
  const isId = value !== null && UUID.test(value)
  const user = useQuery(
    trpc.users.get.queryOptions({ id: value ?? '' }, { enabled: isId, staleTime: 60_000, retry: false }),
  )
  if (!isId) return value
  return user.data ? userName(user.data) : `user ${value.slice(0, 8)}`
}
