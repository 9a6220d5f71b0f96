'use client'

import { useQuery } from '@tanstack/react-query'
import { KeyRound, Lock, Plus } from 'lucide-react'
import { parseAsBoolean, useQueryState } from 'nuqs'
import { useState } from 'react'
import { useCommands } from '#app/_components/commands.ts'
import { formatCount } from '#app/_components/number.tsx'
import { PageHeader } from '#app/_components/page-header.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { EmptyState } from '#app/_components/ui/empty-state.tsx'
import { Segmented } from '#app/_components/ui/segmented.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { useMay } from '#app/_trpc/use-may.ts'
import { CreateKeyDialog } from './create-key-dialog.tsx'
import { KeyRows } from './key-rows.tsx'

/** The keys of programs. `internalSecret`: the environment gives one, too. */
export function ApiKeys({ internalSecret }: { internalSecret: boolean }) {
  const isAdmin = useMay('admin')
  if (isAdmin) return <Keys internalSecret={internalSecret} />
  return (
    <>
      <PageHeader title="API keys" />
      <Card flush>
        <EmptyState icon={Lock} title="Keys are for admins">
          With a key a program can do more than your role may. Ask an admin of the team for one.
        </EmptyState>
      </Card>
    </>
  )
}

function Keys({ internalSecret }: { internalSecret: boolean }) {
  const trpc = useTRPC()
  const keys = useQuery(trpc.apiKeys.list.queryOptions())
  const [revoked, setRevoked] = useQueryState('revoked', parseAsBoolean.withDefault(false))
  const [creating, setCreating] = useState(false)
  const create = () => setCreating(true)
  useCommands([
    { id: 'create-key', label: 'Create an API key', icon: KeyRound, keywords: ['new', 'token'], run: create },
  ])
  const all = keys.data ?? []
  const ended = all.filter(({ revokedAt }) => revokedAt !== null)
  const shown = revoked ? ended : all.filter(({ revokedAt }) => revokedAt === null)
  const hasRows = shown.length > 0 || (internalSecret && !revoked)
  return (
    <>
      <PageHeader
        title="API keys"
        meta={
          <p className="text-muted text-sm">
            What programs show to be let in. Only a hash of each is kept, so a key is shown once.
          </p>
        }
        actions={
          <Button variant="primary" onClick={create}>
            <Plus aria-hidden />
            Create a key
          </Button>
        }
      />
      {ended.length > 0 || revoked ? (
        <Segmented
          label="Which keys"
          className="justify-self-start"
          value={revoked ? 'revoked' : 'live'}
          onValueChange={(which) => void setRevoked(which === 'revoked')}
          options={[
            { value: 'live', label: `In use ${formatCount(all.length - ended.length)}` },
            { value: 'revoked', label: `Revoked ${formatCount(ended.length)}` },
          ]}
        />
      ) : null}
      <Card flush>
        {keys.data ? (
          hasRows ? (
            <KeyRows keys={shown} internalSecret={internalSecret && !revoked} revoked={revoked} />
          ) : (
            <EmptyState
              icon={KeyRound}
              title={revoked ? 'No key was revoked' : 'No key yet'}
              actions={revoked ? null : <Button onClick={create}>Create a key</Button>}
            >
              {revoked
                ? 'A revoked key stands here, so that its past can be told.'
                : 'Each program gets a key of its own, with no more scopes than it needs: then one can be revoked without the others.'}
            </EmptyState>
          )
        ) : keys.isError ? (
          <QueryFailure title="The keys could not be loaded" query={keys} />
        ) : (
          <SkeletonRows rows={4} label="Loading keys" />
        )}
      </Card>
      <CreateKeyDialog open={creating} onOpenChange={setCreating} />
    </>
  )
}
