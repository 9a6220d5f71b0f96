'use client'

import { LogOut, Monitor, Moon, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'
import { Button } from '#app/_components/ui/button.tsx'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#app/_components/ui/dropdown-menu.tsx'
import { useSignOut } from './use-sign-out.ts'

export interface FrameMember {
  name: string
  email: string
}

function initials({ name, email }: FrameMember): string {
  const [first = '', ...rest] = (name.trim() || email).split(/\s+/)
  return `${first.charAt(0)}${rest.at(-1)?.charAt(0) ?? ''}`.toUpperCase()
}

/** Who is signed in, the theme, and the way out. */
export function MemberMenu({ member }: { member: FrameMember }) {
  const { theme, setTheme } = useTheme()
  const signOut = useSignOut()
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon">
          <span
            aria-hidden
            className="grid size-6 place-items-center rounded-full bg-accent-soft font-semibold text-2xs text-accent"
          >
            {initials(member)}
          </span>
          <span className="sr-only">Signed in as {member.name}: menu</span>
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent className="w-60">
        <DropdownMenuLabel className="grid">
          <span className="truncate font-medium text-ink text-sm">{member.name}</span>
          <span className="truncate">{member.email}</span>
        </DropdownMenuLabel>
        <DropdownMenuSeparator />
        <DropdownMenuRadioGroup {...(theme ? { value: theme } : {})} onValueChange={setTheme}>
          <DropdownMenuRadioItem value="light">
            <Sun aria-hidden />
            Light
          </DropdownMenuRadioItem>
          <DropdownMenuRadioItem value="dark">
            <Moon aria-hidden />
            Dark
          </DropdownMenuRadioItem>
          <DropdownMenuRadioItem value="system">
            <Monitor aria-hidden />
            As the system
          </DropdownMenuRadioItem>
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => void signOut()}>
          <LogOut aria-hidden />
          Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
