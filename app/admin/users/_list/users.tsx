'use client'

import { useQuery } from '@tanstack/react-query'
import { FileUp, SearchX, UserPlus } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useQueryStates } from 'nuqs'
import { useEffect, useState } from 'react'
import { useCommands } from '#app/_components/commands.ts'
import { PausedSearch } from '#app/_components/paused-search.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { EmptyState } from '#app/_components/ui/empty-state.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { useMay } from '#app/_trpc/use-may.ts'
import { AddUserDialog } from '../_form/add-user-dialog.tsx'
import { UserPanel } from '../_profile/user-panel.tsx'
import { NotForYourRole } from '../not-for-your-role.tsx'
import { firstPage, longestSearch, pageInput, usersParsers } from '../users-state.ts'
import { FirstUser } from './first-user.tsx'
import { Pages } from './pages.tsx'
import { UserCount } from './user-count.tsx'
import { UserRows } from './user-rows.tsx'

/** Everybody who may receive something: search, rows, and the panel of the open one. All is in the URL. */
export function Users({ appUrl }: { appUrl: string }) {
  return useMay('users') ? <UserList appUrl={appUrl} /> : <NotForYourRole />
}

function UserList({ appUrl }: { appUrl: string }) {
  const trpc = useTRPC()
  const router = useRouter()
  const [state, setState] = useQueryStates(usersParsers)
  const list = useQuery(trpc.users.list.queryOptions(pageInput(state)))
  const [adding, setAdding] = useState(false)
  const add = () => setAdding(true)
  const page = list.data
  const searching = state.q.trim() !== ''
  const isOpen = state.open !== null
  useCommands([
    { id: 'add-user', label: 'Add a user', icon: UserPlus, keywords: ['new', 'create'], run: add },
    {
      ...{ id: 'import-users', label: 'Import users', icon: FileUp, keywords: ['csv', 'upload'] },
      run: () => router.push('/admin/users/import'),
    },
  ])

  const backAtNewest = state.newer !== null && !list.isPlaceholderData && page?.previousCursor === null
  useEffect(() => {
    if (backAtNewest) void setState(firstPage, { history: 'replace' })
  }, [backAtNewest, setState])

  const dialogs = (
    <>
      <AddUserDialog
        open={adding}
        onOpenChange={setAdding}
        onAdded={(id) => void setState({ q: null, ...firstPage, open: id }, { history: 'push' })}
      />
      <UserPanel id={state.open} onClose={() => void setState({ open: null })} />
    </>
  )
  if (page && page.total === 0 && !searching && !list.isPlaceholderData) {
    return (
      <>
        <FirstUser appUrl={appUrl} onAdd={add} />
        {dialogs}
      </>
    )
  }
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <PausedSearch
          label="Search users"
          placeholder="E-mail, external id or name"
          longest={longestSearch}
          q={state.q}
          onSearch={(q) => void setState({ q: q || null, ...firstPage })}
          className="w-full sm:w-56 lg:w-72"
        />
        <p role="status" className="flex-1 whitespace-nowrap text-muted text-xs tabular-nums">
          {page ? <UserCount total={page.total} estimated={page.estimated} /> : null}
        </p>
        <Button asChild>
          <Link href="/admin/users/import">
            <FileUp aria-hidden />
            Import
          </Link>
        </Button>
        <Button variant="primary" onClick={add}>
          <UserPlus aria-hidden />
          Add user
        </Button>
      </div>
      {list.isError && page ? (
        <QueryFailure compact title="The list could not be brought up to date" query={list} />
      ) : null}
      <Card flush aria-busy={list.isPlaceholderData || undefined}>
        {list.isPending ? (
          <SkeletonRows rows={10} label="Loading users" />
        ) : list.isError && !page ? (
          <QueryFailure title="The users could not be loaded" query={list} />
        ) : page && page.rows.length > 0 ? (
          <div className={cn('transition-opacity', list.isPlaceholderData && 'opacity-60 delay-200')}>
            <UserRows
              rows={page.rows}
              openId={state.open}
              // Walking on with the panel open is no new place to come back to.
              onOpen={(id) => void setState({ open: id }, { history: isOpen ? 'replace' : 'push' })}
            />
          </div>
        ) : (
          <EmptyState
            icon={SearchX}
            title={searching ? 'Nobody matches' : 'Nobody more here'}
            actions={
              <Button onClick={() => void setState({ q: null, ...firstPage }, { history: 'push' })}>
                Show all
              </Button>
            }
          >
            {searching
              ? 'The search looks for the beginning of an e-mail address, of an external id, or of words of a name.'
              : 'All users are newer than this page.'}
          </EmptyState>
        )}
      </Card>
      {page && page.rows.length > 0 ? (
        <Pages
          page={page}
          newest={state.older === null && state.newer === null}
          onGo={(to) => void setState({ ...firstPage, ...to }, { history: 'push' })}
        />
      ) : null}
      {dialogs}
    </div>
  )
}
