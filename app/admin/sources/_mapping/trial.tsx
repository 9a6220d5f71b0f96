import type { useTrial } from './use-trial.ts'

type Trial = NonNullable<ReturnType<typeof useTrial>['data']>

/** What would become of the payload, in words. */
export function TrialOutcome({ trial }: { trial: Trial }) {
  const { eventType, workflow, deliveries, reason } = trial
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
      <dt className="text-muted">Type</dt>
      <dd className="break-words font-medium">{eventType ?? 'none'}</dd>
      <dt className="text-muted">Workflow</dt>
      <dd className="break-words">{workflow ? workflow.name : 'none'}</dd>
      <dt className="text-muted">Outcome</dt>
      <dd className="grid gap-1">
        {deliveries.map(({ channel, address, status, templateKey, reason: why, subject, fault }) => (
          <span key={`${channel} ${address}`} className="break-words first-letter:uppercase">
            {status === 'WITHHELD' ? (
              <>
                Withheld: {channel} to {address || 'nobody'}. {why}
              </>
            ) : (
              <>
                {channel} to <strong className="font-medium">{address}</strong> by the template{' '}
                <code className="text-xs">{templateKey}</code>
                {subject ? <>, “{subject}”</> : null}
                {fault ? <span className="block text-red">But it fails: {fault}</span> : null}
              </>
            )}
          </span>
        ))}
        {reason ? <span>Kept, and nothing is sent. {reason}</span> : null}
      </dd>
    </dl>
  )
}
