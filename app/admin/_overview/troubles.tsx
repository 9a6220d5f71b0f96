import { RelativeTime } from '#app/_components/relative-time.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import type { Summary } from './overview.tsx'
import { providerName } from './provider-name.ts'

/** What somebody must see first: nobody works, or a provider doesn't answer. */
export function Troubles({ worker, providers }: Pick<Summary, 'worker' | 'providers'>) {
  const down = providers.filter(({ state }) => state !== 'ok')
  return (
    <>
      {worker.state === 'stopped' ? (
        <Notice tone="red" title="No worker is running">
          Events are accepted and kept, but nothing is sent until one runs.{' '}
          {worker.lastHeartbeatAt ? (
            <>
              The last heartbeat came <RelativeTime at={worker.lastHeartbeatAt} />.{' '}
            </>
          ) : null}
          <code>npm start</code> runs one; so does a process with <code>POSTHORN_ROLE=worker</code> on the
          same database. Its log says why it ended.
        </Notice>
      ) : null}
      {down.length > 0 ? (
        <Notice
          tone="amber"
          title={`${down.map(({ name }) => providerName(name)).join(' and ')}: paused after failures`}
        >
          After several failures in a row it is called only once in a while, until a call succeeds. Its
          deliveries take the next provider or wait; none is lost.
        </Notice>
      ) : null}
    </>
  )
}
