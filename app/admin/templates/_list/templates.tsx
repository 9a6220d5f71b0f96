'use client'

import { useQuery } from '@tanstack/react-query'
import { LayoutTemplate, Palette, Plus, SearchX } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useQueryStates } from 'nuqs'
import { useCommands } from '#app/_components/commands.ts'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { EmptyState } from '#app/_components/ui/empty-state.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { useMay } from '#app/_trpc/use-may.ts'
import { ListFilters } from '../../_list/list-filters.tsx'
import { StateTabs } from '../../_list/state-tabs.tsx'
import { useRowActions } from '../../_list/use-row-actions.ts'
import { CreateSheet } from './create-sheet.tsx'
import { listInput, longestSearch, templatesParsers } from './list-state.ts'
import { RowDialogs } from './row-dialogs.tsx'
import { isIn, type TemplateRow } from './row-state.ts'
import { stateTabs } from './state-mark.tsx'
import { TemplateRows } from './template-rows.tsx'
import { useTemplateChanges } from './use-template-changes.ts'

/** The templates: which there are, what state each is in, what it sends, and the way to a new one. */
export function Templates() {
  const trpc = useTRPC()
  const router = useRouter()
  const [{ new: creating, ...state }, setState] = useQueryStates(templatesParsers)
  const list = useQuery(trpc.templates.list.queryOptions(listInput(state)))
  const categories = useQuery(trpc.templates.categories.queryOptions())
  const mayWrite = useMay('templates')
  const changes = useTemplateChanges()
  const { actions, ...dialogs } = useRowActions<TemplateRow>(changes.restore)

  const create = () => void setState({ new: true })
  useCommands([
    ...(mayWrite
      ? [{ id: 'new-template', label: 'New template', icon: Plus, keywords: ['create'], run: create }]
      : []),
    {
      id: 'brand',
      label: 'Brand of all templates',
      icon: Palette,
      keywords: ['theme', 'colours', 'logo', 'fonts'],
      run: () => router.push('/admin/templates/brand'),
    },
  ])

  const found = list.data?.templates
  const rows = found?.filter((row) => isIn(row, state.state)) ?? []
  const narrowed = state.q.trim() !== '' || state.category !== null
  const nothing = found !== undefined && found.length === 0 && !narrowed
  const createButton = mayWrite ? (
    <Button variant="primary" onClick={create}>
      <Plus aria-hidden />
      New template
    </Button>
  ) : null
  const brandLink = (
    <Button asChild>
      <Link href="/admin/templates/brand">
        <Palette aria-hidden />
        Brand
      </Link>
    </Button>
  )

  return (
    <div className="grid gap-3">
      <div className={cn('grid gap-2', nothing && 'hidden')}>
        <StateTabs
          rows={found}
          states={stateTabs}
          isIn={isIn}
          value={state.state}
          onValueChange={(next) => void setState({ state: next }, { history: 'push' })}
        />
        <ListFilters
          of="templates"
          longestSearch={longestSearch}
          value={state}
          categories={categories.data ?? []}
          onChange={(part, options) => void setState(part, options)}
        >
          {brandLink}
          {createButton}
        </ListFilters>
      </div>
      {list.isError && found ? (
        <QueryFailure compact title="The list could not be brought up to date" query={list} />
      ) : null}
      <Card flush aria-busy={list.isPlaceholderData || undefined}>
        {list.isPending ? (
          <SkeletonRows rows={8} label="Loading templates" />
        ) : list.isError && !found ? (
          <QueryFailure title="The templates could not be loaded" query={list} />
        ) : rows.length > 0 ? (
          <div className={cn('transition-opacity', list.isPlaceholderData && 'opacity-60 delay-200')}>
            <TemplateRows rows={rows} actions={mayWrite ? actions : null} />
          </div>
        ) : nothing ? (
          <EmptyState
            icon={LayoutTemplate}
            title="No templates yet"
            actions={
              <>
                {createButton}
                {brandLink}
              </>
            }
          >
            A template is what a mail says: its subject, its text and its look, in each language, with
            variables that an event fills. Write one as it looks or in React Email, check it with real
            payloads, and publish; a workflow then says which events send it.
          </EmptyState>
        ) : (
          <EmptyState
            icon={SearchX}
            title="No template matches"
            actions={
              <Button
                onClick={() => void setState({ q: null, category: null, state: null }, { history: 'push' })}
              >
                Show all
              </Button>
            }
          >
            {narrowed
              ? 'None has what you typed in its key, name or description, with the filters that are set.'
              : 'None is in this state now.'}
          </EmptyState>
        )}
      </Card>
      <CreateSheet
        open={creating && mayWrite}
        onOpenChange={(open) => void setState({ new: open || null })}
      />
      <RowDialogs {...dialogs} changes={changes} />
    </div>
  )
}
