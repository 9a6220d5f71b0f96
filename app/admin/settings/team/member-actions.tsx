'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Ellipsis, KeyRound, LogOut, UserCog, UserMinus } from 'lucide-react'
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
import { toast } from '#app/_components/ui/toaster.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import type { TeamMember } from './member-rows.tsx'
import { ResetLinkDialog } from './reset-link-dialog.tsx'
import { RoleDialog } from './role-dialog.tsx'

type Asked = 'role' | 'reset' | 'sign-out' | 'remove'

/** What an admin can do about a member. */
export function MemberActions({ member, isSelf }: { member: TeamMember; isSelf: boolean }) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const [asked, setAsked] = useState<Asked | null>(null)
  const menu = useRef<HTMLButtonElement>(null)
  const { id, name } = member
  const close = () => setAsked(null)
  const follow = () => client.invalidateQueries({ queryKey: trpc.team.pathKey() })
  /** Whoever did it to themselves is signed out by now. */
  const done = (words: string) => {
    if (isSelf) return window.location.assign('/sign-in')
    close()
    toast.success(words)
  }
  const signOut = useMutation(
    trpc.team.signOut.mutationOptions({
      onSuccess: () => done(`${name} is signed out everywhere`),
      onError: (error) => toastFailure(`${name} was not signed out`, error),
      onSettled: follow,
    }),
  )
  const remove = useMutation(
    trpc.team.remove.mutationOptions({
      onSuccess: () => done(`${name} is no member any more`),
      onError: (error) => toastFailure(`${name} was not removed`, error),
      onSettled: follow,
    }),
  )
  const dialog = { onOpenChange: (open: boolean) => (open ? undefined : close()), returnFocus: menu }
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button ref={menu} variant="ghost" size="icon-sm" data-row-link aria-label={`Actions for ${name}`}>
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem onSelect={() => setAsked('role')}>
            <UserCog aria-hidden />
            Change role…
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setAsked('reset')}>
            <KeyRound aria-hidden />
            Make a password link…
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setAsked('sign-out')}>
            <LogOut aria-hidden />
            Sign out everywhere…
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem danger onSelect={() => setAsked('remove')}>
            <UserMinus aria-hidden />
            {isSelf ? 'Leave the team…' : 'Remove…'}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <RoleDialog {...dialog} open={asked === 'role'} member={member} isSelf={isSelf} />
      <ResetLinkDialog {...dialog} open={asked === 'reset'} member={member} />
      <ConfirmDialog
        {...dialog}
        open={asked === 'sign-out'}
        title={isSelf ? 'Sign yourself out everywhere?' : `Sign ${name} out everywhere?`}
        description={`${sessionsOf(member)} at once. Signing in again takes the password.`}
        confirmLabel="Sign out"
        danger
        pending={signOut.isPending}
        onConfirm={() => signOut.mutate({ id })}
      />
      <ConfirmDialog
        {...dialog}
        open={asked === 'remove'}
        title={isSelf ? 'Leave the team?' : `Remove ${name}?`}
        description={`${isSelf ? 'You are' : `${name} is`} signed out at once and can’t sign in any more. What was done stays in the audit log. To come back takes a new invitation.`}
        confirmLabel={isSelf ? 'Leave' : 'Remove'}
        danger
        pending={remove.isPending}
        onConfirm={() => remove.mutate({ id })}
      />
    </>
  )
}

function sessionsOf({ sessions }: TeamMember): string {
  if (!sessions) return 'No session is open; one that has just begun ends'
  return sessions === 1 ? 'One session ends' : `All ${sessions} sessions end`
}
