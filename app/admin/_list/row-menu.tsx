'use client'

import { Archive, ArchiveRestore, Copy, Ellipsis, PenLine } from 'lucide-react'
import Link from 'next/link'
import { useRef } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#app/_components/ui/dropdown-menu.tsx'
import { nameOf, type Row } from './row.ts'
import type { RowActions } from './use-row-actions.ts'

export interface RowMenuProps<R extends Row> extends RowActions<R> {
  row: R
  /** Where it is opened; null: it is open already. */
  href: `/admin/${string}` | null
}

/** What can be done with a template or a workflow without opening it. */
export function RowMenu<R extends Row>({ row, href, onDuplicate, onArchive, onRestore }: RowMenuProps<R>) {
  const button = useRef<HTMLButtonElement>(null)
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          ref={button}
          variant="ghost"
          size="icon-sm"
          aria-label={`More for ${nameOf(row)}`}
          className="relative z-1"
        >
          <Ellipsis aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        {href === null ? null : (
          <DropdownMenuItem asChild>
            <Link href={href}>
              <PenLine aria-hidden />
              Open
            </Link>
          </DropdownMenuItem>
        )}
        <DropdownMenuItem onSelect={() => onDuplicate(row, button.current)}>
          <Copy aria-hidden />
          Duplicate…
        </DropdownMenuItem>
        {row.archivedAt ? (
          <DropdownMenuItem onSelect={() => onRestore(row)}>
            <ArchiveRestore aria-hidden />
            Restore
          </DropdownMenuItem>
        ) : (
          <DropdownMenuItem danger onSelect={() => onArchive(row, button.current)}>
            <Archive aria-hidden />
            Archive…
          </DropdownMenuItem>
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
