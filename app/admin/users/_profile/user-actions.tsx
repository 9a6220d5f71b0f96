'use client'

import { Download, Ellipsis, Eraser, MessageCircleQuestionMark } from 'lucide-react'
import Link from 'next/link'
import { useRef, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#app/_components/ui/dropdown-menu.tsx'
import { EraseDialog } from './erase-dialog.tsx'
import type { User } from './use-user.ts'

/** What can be done with a user beside changing them. `onErased`: they are gone. */
export function UserActions({ user, onErased }: { user: User; onErased: () => void }) {
  const [erasing, setErasing] = useState(false)
  const menu = useRef<HTMLButtonElement>(null)
  return (
    <>
      <Button asChild>
        <Link href={`/admin/explain?user=${user.id}`}>
          <MessageCircleQuestionMark aria-hidden />
          Explain…
        </Link>
      </Button>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button ref={menu} size="icon" aria-label="More">
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem asChild>
            <a href={`/admin/users/${user.id}/export`} download>
              <Download aria-hidden />
              Export all data
            </a>
          </DropdownMenuItem>
          <DropdownMenuItem danger onSelect={() => setErasing(true)}>
            <Eraser aria-hidden />
            Erase…
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <EraseDialog
        user={user}
        open={erasing}
        onOpenChange={setErasing}
        returnFocus={menu}
        onErased={onErased}
      />
    </>
  )
}
