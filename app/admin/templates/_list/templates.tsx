'use client'

import { useQuery } from '@tanstack/react-query'
import { LayoutTemplate, Palette, Plus, SearchX } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useQueryStates } from 'nuqs'
import { useRef, useState } from 'react'
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
import { CategoryFilter } from '../../_categories/category-filter.tsx'
import { ArchiveDialog } from './archive-dialog.tsx'
import { CreateSheet } from './create-sheet.tsx'
import { DuplicateDialog } from './duplicate-dialog.tsx'
import { listInput, longestSearch, templatesParsers } from './list-state.ts'
import { isIn, type TemplateRow } from './row-state.ts'
import { StateTabs } from './state-tabs.tsx'
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
  const [archiving, setArchiving] = useState<TemplateRow | null>(null)
  const [duplicating, setDuplicating] = useState<TemplateRow | null>(null)
  const opener = useRef<HTMLElement>(null)

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
          value={state.state}
          onValueChange={(next) => void setState({ state: next }, { history: 'push' })}
        />
        <div className="flex flex-wrap items-center gap-2">
          <PausedSearch
            label="Search templates"
            placeholder="Search templates"
            longest={longestSearch}
            q={state.q}
            onSearch={(q) => void setState({ q: q || null })}
            className="w-full sm:w-64"
          />
          <CategoryFilter
            keys={categories.data ?? []}
            value={state.category}
            onValueChange={(category) => void setState({ category }, { history: 'push' })}
          />
          <div className="ml-auto flex gap-2">
            {brandLink}
            {createButton}
          </div>
        </div>
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
            <TemplateRows
              rows={rows}
              actions={
                mayWrite
                  ? {
                      onDuplicate: (row, from) => {
                        opener.current = from
                        setDuplicating(row)
                      },
                      onArchive: (row, from) => {
                        opener.current = from
                        setArchiving(row)
                      },
                      onRestore: ({ key }) => changes.restore.mutate({ key }),
                    }
                  : null
              }
            />
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
      <DuplicateDialog row={duplicating} onClose={() => setDuplicating(null)} returnFocus={opener} />
      <ArchiveDialog
        row={archiving}
        onClose={() => setArchiving(null)}
        changes={changes}
        returnFocus={opener}
      />
    </div>
  )
}
