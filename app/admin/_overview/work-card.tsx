import Link from 'next/link'
import { CodeBlock } from '#app/_components/code-block.tsx'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { Mark, type MarkProps } from '#app/_components/status.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { toneText } from '#app/_components/ui/tone.ts'
import type { Summary } from './overview.tsx'
import { capturesMail, providerName } from './provider-name.ts'

type ProviderState = Summary['providers'][number]['state']

const looks: Record<ProviderState, { word: string; mark: MarkProps }> = {
  ok: { word: 'Healthy', mark: { shape: 'dot', tone: 'green' } },
  'half-open': { word: 'Being tried again', mark: { shape: 'half-dot', tone: 'amber' } },
  open: { word: 'Paused', mark: { shape: 'triangle', tone: 'red' } },
}

const sendForReal = `SMTP_URL=smtp://user:password@mail.example.com:587
EMAIL_FROM="Shop <shop@example.com>"

# or
RESEND_API_KEY=re_…
EMAIL_FROM="Shop <shop@example.com>"`

const work: Record<string, string> = {
  inbox: 'Keeps mail instead of sending it',
  webpush: 'Sends push messages',
}

/** Who sends, and by what. */
export function WorkCard({ worker, providers }: Pick<Summary, 'worker' | 'providers'>) {
  const running = worker.state === 'running'
  const captures = capturesMail(providers)
  return (
    <Card title="Workers and providers" flush>
      <ul className="divide-y text-sm">
        <Line
          label={running && worker.running > 1 ? `${worker.running} workers` : 'Worker'}
          word={running ? 'Running' : 'Stopped'}
          mark={running ? { shape: 'dot', tone: 'green' } : { shape: 'triangle', tone: 'red' }}
          detail={
            worker.lastHeartbeatAt ? (
              <>
                Last heartbeat <RelativeTime at={worker.lastHeartbeatAt} />
              </>
            ) : (
              'No heartbeat yet'
            )
          }
        />
        {providers.map(({ name, state }) => (
          <Line
            key={name}
            label={providerName(name)}
            {...looks[state]}
            detail={work[name] ?? 'Sends e-mail'}
          />
        ))}
      </ul>
      {captures ? (
        <div className="grid gap-2 border-t px-4 py-3 text-muted text-sm">
          <p className="text-pretty">
            Mail is captured, not sent: it lands in the{' '}
            <Link href="/admin/inbox" className="text-accent underline underline-offset-2">
              inbox
            </Link>{' '}
            and nobody outside gets it.
          </p>
          <details className="group">
            <summary className="w-fit rounded-sm font-medium text-ink hover:underline">
              How to send it for real
            </summary>
            <div className="grid gap-2 pt-2">
              <p className="text-pretty">Set one of these in the environment or in .env, and start again:</p>
              <CodeBlock label="Environment" code={sendForReal} />
            </div>
          </details>
        </div>
      ) : null}
    </Card>
  )
}

interface LineProps {
  label: string
  word: string
  mark: MarkProps
  detail: React.ReactNode
}

function Line({ label, word, mark, detail }: LineProps) {
  return (
    <li className="flex items-center justify-between gap-4 px-4 py-2">
      <span className="grid min-w-0">
        <span className="truncate font-medium">{label}</span>
        <span className="truncate text-muted text-xs">{detail}</span>
      </span>
      <span className={`flex shrink-0 items-center gap-1.5 font-medium ${toneText[mark.tone]}`}>
        <Mark {...mark} />
        {word}
      </span>
    </li>
  )
}
