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
import type { TemplateRow } from './row-state.ts'

export interface RowMenuProps {
  row: TemplateRow
  /** `opener` gets the focus back. */
  onDuplicate: (row: TemplateRow, opener: HTMLElement | null) => void
  onArchive: (row: TemplateRow, opener: HTMLElement | null) => void
  onRestore: (row: TemplateRow) => void
}

/** What can be done with a template without opening it. */
export function RowMenu({ row, onDuplicate, onArchive, onRestore }: RowMenuProps) {
  const button = useRef<HTMLButtonElement>(null)
  const { key, name, archivedAt } = row
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          ref={button}
          variant="ghost"
          size="icon-sm"
          aria-label={`More for ${name ?? key}`}
          className="relative z-1"
        >
          <Ellipsis aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuItem asChild>
          <Link href={`/admin/templates/${key}`}>
            <PenLine aria-hidden />
            Open
          </Link>
        </DropdownMenuItem>
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
