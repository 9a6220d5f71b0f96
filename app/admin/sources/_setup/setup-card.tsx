'use client'

import { useState } from 'react'
import { Card } from '#app/_components/ui/card.tsx'
import { ConfirmDialog } from '#app/_components/ui/confirm-dialog.tsx'
import type { SourceAuth } from '#server/db/schema/sources.ts'
import type { RouterOutputs } from '#server/trpc/root.ts'
import { authLook } from '../auth-look.ts'
import { useHost } from '../use-host.ts'
import { useSourceChanges } from '../use-sources.ts'
import { AuthChoice } from './auth-choice.tsx'
import { CopyLine } from './copy-line.tsx'
import { Secrets } from './secrets.tsx'
import { Snippets } from './snippets.tsx'

type Source = RouterOutputs['sources']['get']

const consequences: Record<SourceAuth, string> = {
  signature: 'From now on every request must be signed with the source’s secret; others are refused.',
  key: 'From now on every request must show an API key that may ingest; others are refused.',
  open: 'From now on anybody who knows the address can send, without any check, and so cause mail in your name.',
}

/** What the built-in source takes. */
const appointment = {
  event_type: 'APPOINTMENT_CREATED',
  appointment_id: 'A123',
  patient_email: 'you@example.com',
}

/** How a sender reaches the source, and who may. */
export function SetupCard({ source, mayChange }: { source: Source; mayChange: boolean }) {
  const { update } = useSourceChanges()
  const [asked, setAsked] = useState<SourceAuth | null>(null)
  const [revealed, setRevealed] = useState<ReadonlyMap<string, string>>(new Map())
  const address = `${useHost()}/webhook/${source.key}`
  const newest = source.secrets[0]
  return (
    <Card title="How to send">
      <div className="grid gap-5">
        <CopyLine label="Address" value={address} />
        {source.builtIn ? (
          <p className="text-muted text-sm">
            For appointments and what looks like them: <code>event_type</code> and <code>appointment_id</code>{' '}
            are required, all other fields are kept. It wants an API key that may ingest.
          </p>
        ) : (
          <AuthChoice value={source.auth} disabled={!mayChange} onValueChange={setAsked} />
        )}
        {source.auth === 'signature' && mayChange ? (
          <Secrets
            source={source}
            revealed={revealed}
            onReveal={(secrets) => setRevealed(new Map(secrets.map(({ id, secret }) => [id, secret])))}
          />
        ) : null}
        <Snippets
          auth={source.auth}
          address={address}
          secret={(newest && revealed.get(newest.id)) ?? null}
          {...(source.builtIn && { event: appointment })}
        />
      </div>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => {
          if (!open) setAsked(null)
        }}
        danger={asked === 'open'}
        title={`Change who may send to “${authLook(asked ?? source.auth)?.word}”?`}
        description={asked ? consequences[asked] : ''}
        confirmLabel="Change"
        pending={update.isPending}
        onConfirm={() => {
          if (asked) update.mutate({ key: source.key, auth: asked }, { onSettled: () => setAsked(null) })
        }}
      />
    </Card>
  )
}
