'use client'

import type { UseMutationResult } from '@tanstack/react-query'
import { ArrowDown, ArrowUp, Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { ConfirmDialog } from '#app/_components/ui/confirm-dialog.tsx'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#app/_components/ui/dropdown-menu.tsx'
import type { Category } from './fields.ts'

export interface CategoryMenuProps {
  category: Category
  /** Of all, in their order. */
  keys: readonly string[]
  onEdit: () => void
  onOrder: (keys: string[]) => void
  remove: Pick<UseMutationResult<unknown, unknown, { key: string }>, 'isPending'> & {
    mutate: (input: { key: string }, options: { onSettled: () => void }) => void
  }
}

/** Edit, move, delete. What can't be deleted says why. */
export function CategoryMenu({ category, keys, onEdit, onOrder, remove }: CategoryMenuProps) {
  const [asked, setAsked] = useState(false)
  const menu = useRef<HTMLButtonElement>(null)
  const { key, name, builtIn } = category
  const at = keys.indexOf(key)
  const kept = builtIn
    ? 'It came with Posthorn'
    : category.workflows.length + category.templates > 0
      ? 'Workflows or templates use it'
      : null
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button ref={menu} variant="ghost" size="icon-sm" data-row-link aria-label={`Actions for ${name}`}>
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem onSelect={onEdit}>
            <Pencil aria-hidden />
            Edit…
          </DropdownMenuItem>
          <DropdownMenuItem disabled={at === 0} onSelect={() => onOrder(moved(keys, at, -1))}>
            <ArrowUp aria-hidden />
            Move up
          </DropdownMenuItem>
          <DropdownMenuItem disabled={at === keys.length - 1} onSelect={() => onOrder(moved(keys, at, 1))}>
            <ArrowDown aria-hidden />
            Move down
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem danger disabled={kept !== null} onSelect={() => setAsked(true)}>
            <Trash2 aria-hidden />
            <span className="grid">
              Delete…
              {kept ? <span className="text-muted text-xs">{kept}</span> : null}
            </span>
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ConfirmDialog
        open={asked}
        onOpenChange={setAsked}
        returnFocus={menu}
        title={`Delete the category “${name}”?`}
        description="What users chose for it is kept, and holds again if a category with this key comes back. Requests that still name it are on by default, and carry an unsubscribe link."
        confirmLabel="Delete"
        danger
        pending={remove.isPending}
        onConfirm={() => remove.mutate({ key }, { onSettled: () => setAsked(false) })}
      />
    </>
  )
}

/** The keys with the one at `at` a step further up or down. */
function moved(keys: readonly string[], at: number, step: 1 | -1): string[] {
  const next = keys.filter((_, index) => index !== at)
  next.splice(at + step, 0, ...keys.slice(at, at + 1))
  return next
}
