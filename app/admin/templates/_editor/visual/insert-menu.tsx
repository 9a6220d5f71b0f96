'use client'

import type { Editor } from '@tiptap/core'
import { Plus } from 'lucide-react'
import { Button } from '#app/_components/ui/button.tsx'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#app/_components/ui/dropdown-menu.tsx'
import { type AskFor, slashItemsFor } from './slash-items.ts'

interface InsertMenuProps {
  editor: Editor
  askFor: AskFor
}

/** What `/` offers in the text, for those who would rather point. */
export function InsertMenu({ editor, askFor }: InsertMenuProps) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="sm">
          <Plus aria-hidden />
          Insert
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" onCloseAutoFocus={(event) => event.preventDefault()}>
        {slashItemsFor(editor, '').map(({ title, icon: Icon, run }) => (
          <DropdownMenuItem
            key={title}
            onSelect={() => {
              const { from } = editor.state.selection
              run(editor, { from, to: from }, askFor)
            }}
          >
            <Icon aria-hidden />
            {title}
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
