'use client'

import { useQuery } from '@tanstack/react-query'
import { MessageCircleQuestionMark, Plus, SearchX, Workflow } from 'lucide-react'
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
import { useWorkflowChanges } from '../use-workflow-changes.ts'
import { CreateSheet } from './create-sheet.tsx'
import { isFound, isIn, longestSearch, stateTabs, workflowsParsers } from './list-state.ts'
import { type Named, RowDialogs } from './row-dialogs.tsx'
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
  const { actions, ...dialogs } = useRowActions<Named>(changes.restore)

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
          states={stateTabs}
          isIn={isIn}
          value={state.state}
          onValueChange={(next) => void setState({ state: next }, { history: 'push' })}
        />
        <ListFilters
          of="workflows"
          longestSearch={longestSearch}
          value={state}
          categories={categories}
          onChange={(part, options) => void setState(part, options)}
        >
          {mayExplain ? (
            <Button asChild>
              <Link href="/admin/explain">
                <MessageCircleQuestionMark aria-hidden />
                Explain an event
              </Link>
            </Button>
          ) : null}
          {createButton}
        </ListFilters>
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
                ? { ...actions, onSwitch: ({ key }, enabled) => changes.setEnabled.mutate({ key, enabled }) }
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
      <RowDialogs {...dialogs} changes={changes} />
    </div>
  )
}
