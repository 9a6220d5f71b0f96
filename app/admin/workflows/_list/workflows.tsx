'use client'

import { useQuery } from '@tanstack/react-query'
import { MessageCircleQuestionMark, Plus, SearchX, Workflow } from 'lucide-react'
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
import { useWorkflowChanges } from '../use-workflow-changes.ts'
import { ArchiveDialog } from './archive-dialog.tsx'
import { CreateSheet } from './create-sheet.tsx'
import { DuplicateDialog } from './duplicate-dialog.tsx'
import { isFound, isIn, longestSearch, workflowsParsers } from './list-state.ts'
import type { Named } from './row-menu.tsx'
import { StateTabs } from './state-tabs.tsx'
import { WorkflowRows } from './workflow-rows.tsx'

/** The workflows: which events start which, what each sends, and whether it is on. */
export function Workflows() {
  const trpc = useTRPC()
  const router = useRouter()
  const [{ new: creating, ...state }, setState] = useQueryStates(workflowsParsers)
  const list = useQuery(trpc.workflows.list.queryOptions())
  const mayWrite = useMay('admin')
  const mayExplain = useMay('ingest')
  const changes = useWorkflowChanges()
  const [archiving, setArchiving] = useState<Named | null>(null)
  const [duplicating, setDuplicating] = useState<Named | null>(null)
  const opener = useRef<HTMLElement>(null)

  const create = () => void setState({ new: true })
  useCommands([
    ...(mayWrite
      ? [{ id: 'new-workflow', label: 'New workflow', icon: Plus, keywords: ['create'], run: create }]
      : []),
    ...(list.data ?? [])
      .filter((row) => row.archivedAt === null)
      .map(({ key, name }) => ({
        id: `workflow-${key}`,
        label: name,
        group: 'Workflows',
        icon: Workflow,
        keywords: [key],
        run: () => router.push(`/admin/workflows/${key}`),
      })),
  ])

  const all = list.data
  const found = all?.filter((row) => isFound(row, state))
  const rows = found?.filter((row) => isIn(row, state.state)) ?? []
  const categories = [...new Set(all?.map(({ category }) => category))]
  const nothing = all !== undefined && all.length === 0
  const createButton = mayWrite ? (
    <Button variant="primary" onClick={create}>
      <Plus aria-hidden />
      New workflow
    </Button>
  ) : null

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
            label="Search workflows"
            placeholder="Search workflows"
            longest={longestSearch}
            q={state.q}
            onSearch={(q) => void setState({ q: q || null })}
            className="w-full sm:w-64"
          />
          <CategoryFilter
            keys={categories}
            value={state.category}
            onValueChange={(category) => void setState({ category }, { history: 'push' })}
          />
          <div className="ml-auto flex flex-wrap justify-end gap-2">
            {mayExplain ? (
              <Button asChild>
                <Link href="/admin/explain">
                  <MessageCircleQuestionMark aria-hidden />
                  Explain an event
                </Link>
              </Button>
            ) : null}
            {createButton}
          </div>
        </div>
      </div>
      {list.isError && all ? (
        <QueryFailure compact title="The list could not be brought up to date" query={list} />
      ) : null}
      <Card flush>
        {list.isPending ? (
          <SkeletonRows rows={8} label="Loading workflows" />
        ) : list.isError && !all ? (
          <QueryFailure title="The workflows could not be loaded" query={list} />
        ) : rows.length > 0 ? (
          <WorkflowRows
            rows={rows}
            actions={
              mayWrite
                ? {
                    onSwitch: ({ key }, enabled) => changes.setEnabled.mutate({ key, enabled }),
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
        ) : nothing ? (
          <EmptyState icon={Workflow} title="No workflows yet" actions={createButton}>
            A workflow says what an event starts: under which conditions, whom it tells, on which channels,
            with which template, and when. Events that no workflow takes are kept, and nobody is told.
          </EmptyState>
        ) : (
          <EmptyState
            icon={SearchX}
            title="No workflow matches"
            actions={
              <Button
                onClick={() => void setState({ q: null, category: null, state: null }, { history: 'push' })}
              >
                Show all
              </Button>
            }
          >
            None has what you typed in its name, key, event type or template, with the filters that are set.
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
