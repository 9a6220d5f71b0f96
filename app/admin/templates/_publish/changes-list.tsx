'use client'

import { useQuery } from '@tanstack/react-query'
import { Skeleton } from '#app/_components/ui/skeleton.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { kindWords } from '../_list/row-state.ts'
import { languageName } from '../languages.ts'
import { type Changes, changesOf, isNothing } from './changes.ts'

export interface ChangesListProps {
  templateKey: string
  git: boolean
  /** 0: none is published. */
  newest: number
  lockVersion: number
  saved: boolean
}

/** What the draft, as it is saved, says otherwise than the newest version. */
export function ChangesList({ templateKey: key, git, newest, lockVersion, saved }: ChangesListProps) {
  const trpc = useTRPC()
  // Asked for anew: what the page was opened with may be many saves old.
  const draft = useQuery(
    trpc.templates.studio.queryOptions({ key }, { enabled: saved, refetchOnMount: 'always' }),
  )
  const before = useQuery(
    trpc.templates.version.queryOptions(
      { key, version: newest },
      { enabled: newest > 0, staleTime: Number.POSITIVE_INFINITY, placeholderData: () => undefined },
    ),
  )
  if (draft.isError) return <QueryFailure compact title="The draft could not be loaded" query={draft} />
  if (before.isError) return <QueryFailure compact title={`v${newest} could not be loaded`} query={before} />
  const known = draft.data?.draft.lockVersion === lockVersion && (newest === 0 || before.data)
  // Somebody else's save: what follows says so.
  if (!known && draft.isSuccess && before.fetchStatus === 'idle' && draft.fetchStatus === 'idle') return null
  if (!(known && draft.data)) return <Skeleton className="my-1 h-3 w-64" />
  const changes = changesOf(newest > 0 ? (before.data ?? null) : null, draft.data)
  return (
    <section aria-label="What changes">
      {isNothing(changes) ? (
        <p className="text-muted text-sm">
          The draft says what v{newest} says{git ? '' : '; publishing it takes on the newest look'}.
        </p>
      ) : (
        <ul className="grid gap-1 text-sm">
          {lines(changes, newest === 0).map((line) => (
            <li key={line} className="flex gap-2 before:text-faint before:content-['–']">
              {line}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function lines({ kind, added, changed, removed, variables }: Changes, first: boolean): string[] {
  const named = (locales: readonly string[]) => locales.map(languageName).join(', ')
  return [
    kind ? `Written as ${kindWords[kind.after]}, before as ${kindWords[kind.before]}` : '',
    changed.length > 0 ? `Changed: ${named(changed)}` : '',
    added.length > 0 ? `${first ? 'Locales' : 'New locales'}: ${named(added)}` : '',
    removed.length > 0 ? `No longer: ${named(removed)}` : '',
    variables && !first ? 'Its variables' : '',
  ].filter(Boolean)
}
