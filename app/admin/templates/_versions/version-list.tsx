'use client'

import { History as HistoryIcon, Undo2 } from 'lucide-react'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { Badge } from '#app/_components/ui/badge.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { Tooltip } from '#app/_components/ui/tooltip.tsx'
import { type SideId, type Sides, type Studio, sideName } from './sides.ts'

export interface VersionListProps {
  studio: Studio
  sides: Sides | null
  onChoose: (after: SideId) => void
  /** Null for those who may not. */
  onRollBack: ((version: Studio['versions'][number], opener: HTMLElement) => void) | null
}

/** The versions, newest first, above them the draft; pressing one compares it with the one before. */
export function VersionList({ studio, sides, onChoose, onRollBack }: VersionListProps) {
  const { versions, draft } = studio
  const [newest] = versions
  return (
    <ol aria-label="Versions" className="divide-y">
      {draft.lockVersion > 0 ? (
        <Entry
          id="draft"
          sides={sides}
          onChoose={onChoose}
          badges={draft.differs ? <Badge tone="amber">Not published</Badge> : <Badge>As published</Badge>}
          by={draft.updatedByName}
          at={draft.updatedAt}
        />
      ) : null}
      {versions.map((version) => (
        <Entry
          key={version.version}
          id={version.version}
          sides={sides}
          onChoose={onChoose}
          badges={
            <>
              {version === newest && !studio.template.archivedAt ? <Badge tone="green">Current</Badge> : null}
              {version.restores ? <Badge>Restores v{version.restores}</Badge> : null}
              {version.kind !== studio.kind ? <Badge>{version.kind}</Badge> : null}
              {version.overrideReason ? <Badge tone="red">Despite errors</Badge> : null}
            </>
          }
          by={version.author ?? (version.kind === 'git' ? 'the code' : null)}
          at={version.createdAt}
          note={version.note}
          reason={version.overrideReason}
          action={
            onRollBack && version !== newest ? (
              <Tooltip content={`Roll back to v${version.version}`}>
                <Button
                  variant="ghost"
                  size="icon-sm"
                  aria-label={`Roll back to v${version.version}…`}
                  onClick={(event) => onRollBack(version, event.currentTarget)}
                >
                  <Undo2 aria-hidden />
                </Button>
              </Tooltip>
            ) : null
          }
        />
      ))}
      {versions.length === 0 ? (
        <li className="flex items-start gap-2 px-4 py-3 text-muted text-sm">
          <HistoryIcon aria-hidden className="mt-0.5 size-4 shrink-0" />
          Nothing is published yet. Each publish makes a version here that stays as it is.
        </li>
      ) : null}
    </ol>
  )
}

interface EntryProps {
  id: SideId
  sides: Sides | null
  onChoose: (after: SideId) => void
  badges: React.ReactNode
  by: string | null
  at: Date | null
  note?: string | null
  reason?: string | null
  action?: React.ReactNode
}

function Entry({ id, sides, onChoose, badges, by, at, note, reason, action }: EntryProps) {
  const place = sides?.after === id ? 'after' : sides?.before === id ? 'before' : null
  return (
    <li
      className={cn(
        'group relative flex items-start gap-2 px-4 py-2 transition-colors duration-75 hover:bg-hover',
        place === 'after' && 'bg-accent-soft hover:bg-accent-soft',
        place === 'before' && 'bg-sunken',
      )}
    >
      <div className="grid min-w-0 flex-1 gap-0.5">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <button
            type="button"
            aria-pressed={place === 'after'}
            onClick={() => onChoose(id)}
            className="font-medium text-sm tabular-nums outline-none after:absolute after:inset-0 after:content-[''] focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
          >
            {sideName(id)}
          </button>
          {badges}
        </div>
        <p className="text-muted text-xs">
          {at ? <RelativeTime at={at} className="relative z-1" /> : null}
          {by ? ` by ${by}` : ''}
        </p>
        {note ? <p className="wrap-anywhere text-pretty text-xs">{note}</p> : null}
        {reason ? <p className="wrap-anywhere text-pretty text-red text-xs">Reason: {reason}</p> : null}
      </div>
      {action ? <div className="relative z-1 shrink-0">{action}</div> : null}
    </li>
  )
}
