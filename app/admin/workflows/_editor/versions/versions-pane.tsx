'use client'

import { useQuery } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { Badge } from '#app/_components/ui/badge.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { Segmented } from '#app/_components/ui/segmented.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import { differences } from '../../_words/differences.ts'
import { useWorkflowChanges } from '../../use-workflow-changes.ts'
import type { Based, WorkflowVersion } from '../types.ts'
import { DifferenceList } from './difference-list.tsx'

export interface VersionsPaneProps {
  workflowKey: string
  /** What is saved now. */
  base: Based
  isDirty: boolean
  readOnly: boolean
  /** The open version; null: the newest. */
  open: number | null
  onOpen: (version: number) => void
  against: 'before' | 'now'
  onAgainst: (against: 'before' | 'now') => void
}

/** Who changed what and when, the newest first; each can be compared, and brought back. */
export function VersionsPane(props: VersionsPaneProps) {
  const { workflowKey, base, open, onOpen } = props
  const trpc = useTRPC()
  const query = useQuery(trpc.workflows.versions.queryOptions({ key: workflowKey }))
  const versions = query.data
  if (!versions) {
    return query.isError ? (
      <QueryFailure compact title="The versions could not be loaded" query={query} />
    ) : (
      <SkeletonRows rows={4} label="Loading the versions" />
    )
  }
  const shown = versions.find(({ version }) => version === open) ?? versions[0]
  return (
    <div className="grid gap-3 p-4">
      <ol aria-label="Versions" className="-mx-2 grid max-h-72 overflow-y-auto">
        {versions.map((one) => (
          <li key={one.version}>
            <button
              type="button"
              aria-current={one === shown || undefined}
              onClick={() => onOpen(one.version)}
              className={cn(
                'grid w-full gap-0.5 rounded-md px-2 py-1.5 text-left text-xs focus-visible:-outline-offset-2',
                one === shown ? 'bg-accent-soft' : 'hover:bg-hover',
              )}
            >
              <span className="flex items-center gap-2">
                <Badge tone={one.version === base.version ? 'green' : 'grey'}>v{one.version}</Badge>
                <span className="min-w-0 truncate text-muted">
                  {one.authorName} · <RelativeTime at={one.createdAt} />
                </span>
                {one.restores ? <span className="text-muted">brings back v{one.restores}</span> : null}
              </span>
              {one.note ? <span className="wrap-anywhere text-ink">{one.note}</span> : null}
            </button>
          </li>
        ))}
      </ol>
      {shown ? <OneVersion {...props} versions={versions} shown={shown} /> : null}
    </div>
  )
}

interface OneVersionProps extends VersionsPaneProps {
  versions: readonly WorkflowVersion[]
  shown: WorkflowVersion
}

function OneVersion({ versions, shown, workflowKey, base, isDirty, readOnly, ...props }: OneVersionProps) {
  const { against, onAgainst } = props
  const { restoreVersion } = useWorkflowChanges()
  const isCurrent = shown.version === base.version
  const before = versions.find(({ version }) => version < shown.version)
  const isNow = against === 'now' && !isCurrent
  const found = isNow
    ? differences(shown.definition, base.definition)
    : before && differences(before.definition, shown.definition)
  return (
    <section aria-label={`Version ${shown.version}`} className="grid gap-3 border-t pt-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-semibold text-sm">
          {isNow
            ? `What changed from v${shown.version} to v${base.version}`
            : before
              ? `What changed from v${before.version} to v${shown.version}`
              : `v${shown.version} is the first that is kept`}
        </h3>
        {isCurrent ? null : (
          <Segmented
            label="Compare"
            value={against}
            onValueChange={onAgainst}
            options={[
              { value: 'before', label: 'In it' },
              { value: 'now', label: 'Since' },
            ]}
          />
        )}
      </div>
      {found ? <DifferenceList differences={found} /> : null}
      {readOnly || isCurrent ? null : (
        <div className="grid justify-items-start gap-1">
          <Button
            size="sm"
            disabled={isDirty}
            loading={restoreVersion.isPending}
            onClick={() =>
              restoreVersion.mutate(
                { key: workflowKey, version: base.version, restores: shown.version },
                {
                  onSuccess: ({ version }) => {
                    toast.success(`Version ${shown.version} is back, as version ${version}`)
                    props.onOpen(version)
                  },
                  onError: (error) => toastFailure('The version was not brought back', error),
                },
              )
            }
          >
            <RotateCcw aria-hidden />
            Bring back v{shown.version}
          </Button>
          <p className="text-muted text-xs">
            {isDirty
              ? 'Save or discard your changes first.'
              : `It becomes version ${base.version + 1}; nothing is lost.`}
          </p>
        </div>
      )}
    </section>
  )
}
