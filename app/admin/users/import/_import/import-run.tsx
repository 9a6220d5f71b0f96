'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { formatCount } from '#app/_components/number.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { ConfirmDialog } from '#app/_components/ui/confirm-dialog.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { ProgressBar } from '#app/_components/ui/progress-bar.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import { resultOf, type UserImport } from '../import-look.ts'

const WEEK_MS = 7 * 24 * 60 * 60 * 1000

const titles = {
  running: 'Importing',
  done: 'Imported',
  cancelled: 'Stopped',
  failed: 'Ended by an error',
} as const

/** An import that was begun: how far it is, and what came of it. */
export function ImportRun({ import: one }: { import: UserImport }) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const stop = useMutation(
    trpc.userImports.cancel.mutationOptions({
      onError: (error) => toastFailure('It was not stopped', error),
      onSettled: () => {
        setAsking(false)
        return client.invalidateQueries(trpc.userImports.pathFilter())
      },
    }),
  )
  const running = one.state === 'running'
  const total = one.total ?? one.done
  const kept = one.endedAt === null || Date.now() - new Date(one.endedAt).getTime() < WEEK_MS
  return (
    <Card
      title={one.state in titles ? titles[one.state as keyof typeof titles] : one.state}
      actions={
        running ? (
          <Button size="sm" onClick={() => setAsking(true)}>
            Stop
          </Button>
        ) : null
      }
    >
      <div className="grid gap-4">
        <div className="grid gap-2" role="status">
          <ProgressBar label="Rows" share={total > 0 ? one.done / total : 0} />
          <p className="text-sm tabular-nums">
            {formatCount(one.done)} of {formatCount(total)} rows: {resultOf(one)}
          </p>
        </div>
        {one.error ? (
          <Notice tone="red" title="The import ended early">
            {one.error}
          </Notice>
        ) : null}
        {one.failed > 0 ? (
          <Notice
            tone="amber"
            title={`${formatCount(one.failed)} ${one.failed === 1 ? 'row was' : 'rows were'} not taken`}
            actions={
              kept ? (
                <Button size="sm" asChild>
                  <a href={`/admin/users/import/${one.id}/report`} download>
                    <Download aria-hidden />
                    Download them
                  </a>
                </Button>
              ) : null
            }
          >
            {kept
              ? 'The report is a CSV with what is wrong in each row: mend it there and import it. It is kept for 7 days.'
              : 'The report was kept for 7 days and is gone.'}
          </Notice>
        ) : null}
        {running ? null : (
          <div className="flex flex-wrap gap-2">
            <Button asChild variant="primary">
              <Link href="/admin/users">See the users</Link>
            </Button>
            <Button asChild>
              <Link href="/admin/users/import">Import another file</Link>
            </Button>
          </div>
        )}
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Stop the import?"
        description={
          <p>
            {formatCount(one.done)} of {formatCount(total)} rows are taken in and stay. To take in the rest,
            import the file again.
          </p>
        }
        confirmLabel="Stop"
        pending={stop.isPending}
        onConfirm={() => stop.mutate({ id: one.id })}
      />
    </Card>
  )
}
