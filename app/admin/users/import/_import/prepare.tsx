'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { formatCount } from '#app/_components/number.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { ConfirmDialog } from '#app/_components/ui/confirm-dialog.tsx'
import { explainError, useTRPC } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import type { ImportField } from '#server/users/import/schemas.ts'
import type { UserImport } from '../import-look.ts'
import { MappingFields } from './mapping-fields.tsx'
import { Preview } from './preview.tsx'

const NO_KEY = 'Say which column is the e-mail or the external id: users are known by one of them.'

/** Before anything is changed: which column is what, and what the file would do. */
export function Prepare({ import: one }: { import: UserImport }) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const router = useRouter()
  const [mapping, setMapping] = useState(one.mapping as Record<string, ImportField>)
  const [updateExisting, setUpdateExisting] = useState(one.updateExisting)
  const [asking, setAsking] = useState(false)
  const settings = { id: one.id, mapping, updateExisting }
  const fields = Object.values(mapping)
  const isKeyed = fields.includes('email_address') || fields.includes('external_id')
  // Without a key nothing can be foretold, yet the first row helps to choose it: so it is read by any.
  const asked = isKeyed
    ? settings
    : { ...settings, mapping: { [one.columns[0] ?? '']: 'external_id' } as const }
  const preview = useQuery(trpc.userImports.preview.queryOptions(asked, { retry: false }))
  const again = () => client.invalidateQueries(trpc.userImports.pathFilter())
  const start = useMutation(
    trpc.userImports.start.mutationOptions({
      onSuccess: again,
      onError: (error) => toastFailure('The import was not begun', error),
      onSettled: () => setAsking(false),
    }),
  )
  const forget = useMutation(
    trpc.userImports.cancel.mutationOptions({
      onSuccess: () => {
        router.push('/admin/users/import')
        void client.invalidateQueries(trpc.userImports.list.pathFilter())
      },
      onError: (error) => toastFailure('The file is still there', error),
    }),
  )
  const rows = one.total ?? 0
  const looked = preview.isError || !isKeyed ? undefined : preview.data
  const problem = preview.error ? explainError(preview.error).message : null
  // Below the rows that were looked at there may be others.
  const idle = looked?.lookedAt === looked?.total && looked?.counts.create === 0 && looked.counts.update === 0
  return (
    <>
      <Card title="What the columns are" flush>
        <MappingFields
          columns={one.columns}
          sample={preview.data?.rows[0]?.cells ?? []}
          mapping={mapping}
          onMapping={setMapping}
        />
        <label className="flex items-start gap-2.5 border-t px-4 py-3 text-sm">
          <input
            type="checkbox"
            className="mt-0.5 size-4 accent-accent"
            checked={updateExisting}
            onChange={({ target }) => setUpdateExisting(target.checked)}
          />
          <span>
            Change users that exist
            <span className="block text-muted text-xs">
              Empty cells change nothing. Without it, rows of users that exist are left out.
            </span>
          </span>
        </label>
      </Card>
      <Preview query={preview} error={isKeyed ? problem : NO_KEY} />
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" disabled={!looked || idle} onClick={() => setAsking(true)}>
          Import {formatCount(rows)} {rows === 1 ? 'row' : 'rows'}
        </Button>
        <Button loading={forget.isPending} onClick={() => forget.mutate({ id: one.id })}>
          Forget this file
        </Button>
        {idle ? <p className="self-center text-muted text-sm">It would change nothing.</p> : null}
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Import ${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'}?`}
        description={
          <p>
            {updateExisting
              ? 'Users that exist are changed by it; that can’t be taken back in one step.'
              : 'Users that exist stay as they are.'}{' '}
            Nobody gets a mail by being imported. You can stop it; what was taken in until then stays.
          </p>
        }
        confirmLabel="Import"
        pending={start.isPending}
        onConfirm={() => start.mutate(settings)}
      />
    </>
  )
}
