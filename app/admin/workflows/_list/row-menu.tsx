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
import type { WorkflowRow } from './list-state.ts'

/** What can be put away or copied: a row of the list, or the workflow that is open. */
export type Named = Pick<WorkflowRow, 'key' | 'name' | 'enabled' | 'archivedAt'>

export interface RowMenuProps {
  row: Named
  /** `opener` gets the focus back. */
  onDuplicate: (row: Named, opener: HTMLElement | null) => void
  onArchive: (row: Named, opener: HTMLElement | null) => void
  onRestore: (row: Named) => void
  /** It is open already. */
  isOpen?: boolean
}

/** What can be done with a workflow without opening it. */
export function RowMenu({ row, onDuplicate, onArchive, onRestore, isOpen = false }: RowMenuProps) {
  const button = useRef<HTMLButtonElement>(null)
  const { key, name, archivedAt } = row
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          ref={button}
          variant="ghost"
          size="icon-sm"
          aria-label={`More for ${name}`}
          className="relative z-1"
        >
          <Ellipsis aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        {isOpen ? null : (
          <DropdownMenuItem asChild>
            <Link href={`/admin/workflows/${key}`}>
              <PenLine aria-hidden />
              Open
            </Link>
          </DropdownMenuItem>
        )}
        <DropdownMenuItem onSelect={() => onDuplicate(row, button.current)}>
          <Copy aria-hidden />
          Duplicate…
        </DropdownMenuItem>
        {archivedAt ? (
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
