'use client'

import { useQuery } from '@tanstack/react-query'
import { FlaskConical, Square } from 'lucide-react'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { EmptyState } from '#app/_components/ui/empty-state.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { explainError, useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { useMay } from '#app/_trpc/use-may.ts'
import type { Studio } from '../_publish/changes.ts'
import { MissingVariables } from './missing-variables.tsx'
import { verdictOf } from './outcome-look.ts'
import { Progress } from './progress.tsx'
import { Results } from './results.tsx'
import { type BacktestRun, useBacktest } from './use-backtest.ts'

/** The saved draft on the newest real payloads of its workflows: what fails, what lacks a variable, what changes. */
export function Backtest({ templateKey }: { templateKey: string }) {
  const trpc = useTRPC()
  const studio = useQuery(trpc.templates.studio.queryOptions({ key: templateKey }))
  const { newest, start, stop } = useBacktest(templateKey)
  const mayRun = useMay('templates') && studio.data?.template.archivedAt === null
  const run = newest.data
  if (studio.isPending || newest.isPending) return <SkeletonRows rows={4} label="Loading the backtest" />
  const failed = [studio, newest].find(({ isError, data }) => isError && data === undefined)
  if (failed || !studio.data) {
    return <QueryFailure title="The backtest could not be loaded" query={failed ?? studio} />
  }
  const running = run?.state === 'running'
  const workflows = studio.data.workflows
  const button = !mayRun ? null : running ? (
    <Button size="sm" loading={stop.isPending} onClick={() => stop.mutate({ id: run.id })}>
      <Square aria-hidden />
      Stop
    </Button>
  ) : workflows.length > 0 ? (
    <Button
      size="sm"
      variant={run ? 'secondary' : 'primary'}
      loading={start.isPending}
      onClick={() => start.mutate({ key: templateKey })}
    >
      <FlaskConical aria-hidden />
      {run ? 'Run again' : 'Run the backtest'}
    </Button>
  ) : null
  const failure = start.error ? explainError(start.error) : null
  return (
    <section aria-label="Backtest" className="@container min-w-0">
      {failure ? (
        <Notice tone="red" title="The backtest was not started" className="m-3">
          {failure.message}
        </Notice>
      ) : null}
      {run && (run.total > 0 || running) ? (
        <>
          <header className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2">
            <div className="min-w-0 flex-1 basis-64">
              <Summary run={run} studio={studio.data} />
            </div>
            {button}
          </header>
          {running ? <Progress done={run.done} total={run.total} /> : null}
          <MissingVariables missing={run.missing} />
          <Results key={run.id} run={run} published={studio.data.versions.length > 0} />
        </>
      ) : (
        <NoHistory workflows={workflows} ran={run ?? null} button={button} />
      )}
    </section>
  )
}

function Summary({ run, studio }: { run: BacktestRun; studio: Studio }) {
  const older = run.lockVersion !== studio.draft.lockVersion
  return (
    <>
      <p role="status" className="text-pretty text-sm">
        {run.state === 'running'
          ? `Rendering ${run.total.toLocaleString('en')} mails of the past…`
          : verdictOf(run, studio.versions.length > 0)}
      </p>
      <p className="text-muted text-xs">
        <RelativeTime at={run.startedAt} />
        {run.startedByName ? ` by ${run.startedByName}` : ''}
        {older ? ' · of an older draft: it has changed since' : ''}
      </p>
    </>
  )
}

interface NoHistoryProps {
  workflows: Studio['workflows']
  /** One that had nothing to render. */
  ran: BacktestRun | null
  button: React.ReactNode
}

function NoHistory({ workflows, ran, button }: NoHistoryProps) {
  const [first] = workflows
  if (!first) {
    return (
      <EmptyState icon={FlaskConical} title="No workflow sends this template" className="py-8">
        A backtest renders the draft on the events of the past that its workflows listen to. Once a workflow
        names this template, they are there to be tried.
      </EmptyState>
    )
  }
  const types = [...new Set(workflows.map(({ eventType }) => eventType).filter(Boolean))].join(', ')
  return (
    <EmptyState
      icon={FlaskConical}
      title={ran ? 'Nothing to render yet' : 'Try it on what really happened'}
      actions={button}
      className="py-8"
    >
      {ran
        ? `No event of ${types || 'its workflows'} has come so far.`
        : `The draft is rendered on the newest 500 events (${types || 'of its workflows'}) in each of its locales. Nothing is sent.`}
    </EmptyState>
  )
}
