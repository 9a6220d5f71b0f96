'use client'

import { useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useRef, useState } from 'react'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { useMay } from '#app/_trpc/use-may.ts'
import { Comparison } from './comparison.tsx'
import { RollBackDialog } from './roll-back-dialog.tsx'
import { chosenSides, comparisonParsers, type Studio } from './sides.ts'
import { VersionList } from './version-list.tsx'

export interface HistoryProps {
  templateKey: string
  /** The language that is looked at. */
  locale: string
  /** After a roll back: the version that brought the older one back. */
  onRestored: (version: number) => void
}

/** The versions of a template with who made them and why, any two of them compared, and the way back. */
export function History({ templateKey, locale, onRestored }: HistoryProps) {
  const trpc = useTRPC()
  const studio = useQuery(trpc.templates.studio.queryOptions({ key: templateKey }))
  if (studio.isPending) return <SkeletonRows rows={4} label="Loading the versions" />
  if (!studio.data) return <QueryFailure title="The versions could not be loaded" query={studio} />
  return <Versions studio={studio.data} locale={locale} onRestored={onRestored} />
}

function Versions({
  studio,
  locale,
  onRestored,
}: { studio: Studio } & Pick<HistoryProps, 'locale' | 'onRestored'>) {
  const [state, setState] = useQueryStates(comparisonParsers)
  const mayWrite = useMay('templates')
  const [asked, setAsked] = useState<Studio['versions'][number] | null>(null)
  const opener = useRef<HTMLElement>(null)
  const sides = chosenSides(studio, state)
  return (
    <div className="@container grid min-h-full min-w-0">
      <div className="@3xl:grid @3xl:grid-cols-[17rem_minmax(0,1fr)]">
        <div className="@3xl:border-r @max-3xl:max-h-72 @max-3xl:overflow-y-auto @max-3xl:border-b">
          <VersionList
            studio={studio}
            sides={sides}
            onChoose={(after) => void setState({ after, before: null }, { history: 'push' })}
            onRollBack={
              mayWrite && !studio.template.archivedAt
                ? (version, button) => {
                    opener.current = button
                    setAsked(version)
                  }
                : null
            }
          />
        </div>
        {sides ? (
          <Comparison
            key={locale}
            studio={studio}
            sides={sides}
            locale={locale}
            view={state.compare}
            marks={state.marks}
            onView={(compare) => void setState({ compare })}
            onMarks={(marks) => void setState({ marks })}
            onSides={(next) => void setState(next, { history: 'push' })}
          />
        ) : null}
      </div>
      <RollBackDialog
        templateKey={studio.template.key}
        version={asked}
        newest={studio.versions[0]?.version ?? 0}
        draftDiffers={studio.draft.differs && studio.draft.lockVersion > 0}
        returnFocus={opener}
        onClose={() => setAsked(null)}
        onRestored={(version) => {
          setAsked(null)
          void setState({ before: null, after: null })
          onRestored(version)
        }}
      />
    </div>
  )
}
