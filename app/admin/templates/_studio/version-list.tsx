'use client'

import { RelativeTime } from '#app/_components/relative-time.tsx'
import { Badge } from '#app/_components/ui/badge.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { DiscardDraft } from './discard-draft.tsx'
import { usePlace } from './place-context.tsx'
import { useStudio, useStudioState } from './studio-context.tsx'

const SHOWN = 8

/** The newest versions, in short; *History* compares them and goes back to one. */
export function VersionList() {
  const { studio, readOnly } = useStudio()
  const { setUrl } = usePlace()
  const drafted = useStudioState((state) => state.lockVersion > 0)
  const { versions } = studio
  return (
    <section aria-label="Versions" className="grid gap-1">
      <header className="flex h-9 items-center justify-between gap-2 px-3">
        <h2 className="font-semibold text-sm">Versions</h2>
        <Button variant="ghost" size="sm" onClick={() => setUrl({ panel: 'history' })}>
          History
        </Button>
      </header>
      <ol className="grid gap-2 px-3.5 pb-3 text-xs">
        {drafted ? (
          <li className="grid gap-1">
            <span className="flex items-center gap-2">
              <Badge tone="amber">Draft</Badge>
              <span className="min-w-0 truncate text-muted">{studio.draft.updatedByName ?? 'You'}</span>
            </span>
            {readOnly === null && versions[0] ? <DiscardDraft version={versions[0].version} /> : null}
          </li>
        ) : null}
        {versions.slice(0, SHOWN).map(({ version, author, note, createdAt, overrideReason }, at) => (
          <li key={version} className="grid gap-0.5">
            <span className="flex items-center gap-2">
              <Badge tone={at === 0 ? 'green' : 'grey'}>v{version}</Badge>
              <span className="min-w-0 truncate text-muted">
                {author ? `${author} · ` : ''}
                <RelativeTime at={createdAt} />
              </span>
            </span>
            {note ? <span className="line-clamp-2 text-ink">{note}</span> : null}
            {overrideReason ? (
              <span className="text-amber">Published over errors: {overrideReason}</span>
            ) : null}
          </li>
        ))}
        {versions.length === 0 ? <li className="text-muted">Nothing was published yet.</li> : null}
        {versions.length > SHOWN ? <li className="text-muted">and {versions.length - SHOWN} older</li> : null}
      </ol>
    </section>
  )
}
