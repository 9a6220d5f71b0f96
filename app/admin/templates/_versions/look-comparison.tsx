'use client'

import { Notice } from '#app/_components/ui/notice.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { SideBySide } from '../_mails/side-by-side.tsx'
import { languageName } from '../languages.ts'
import { type SideId, type Sides, sideName } from './sides.ts'
import { useRendered } from './use-side.ts'

export interface LookComparisonProps {
  templateKey: string
  sides: Sides
  locale: string
  data: Record<string, unknown>
  lockVersion: number
  /** A side is written in code of git, which is there only as it is now. */
  git: boolean
  view: 'look' | 'text'
  marks: boolean
  onMarks: (marks: boolean) => void
}

/** Both sides as a reader sees them, with the same data. */
export function LookComparison(props: LookComparisonProps) {
  const { sides, git, view, marks, onMarks, ...input } = props
  const before = useRendered({ ...input, id: sides.before })
  const after = useRendered({ ...input, id: sides.after })
  const failed = [after, before].find(({ isError }) => isError)
  if (failed) return <QueryFailure title="It could not be rendered" query={failed} />
  if (!after.data || (sides.before !== null && !before.data)) {
    return <SkeletonRows rows={6} label="Rendering" />
  }
  const broken = [
    { id: sides.before, rendered: before.data },
    { id: sides.after, rendered: after.data },
  ].flatMap(({ id, rendered }) =>
    id !== null && rendered?.html === '' ? [{ id, message: rendered.problems[0]?.message }] : [],
  )
  const name = (id: SideId | null, locale: string | undefined) =>
    id === null
      ? ''
      : `${sideName(id)}${locale && locale !== props.locale ? `, in ${languageName(locale)}: it has no ${languageName(props.locale)}` : ''}`
  return (
    <>
      {git ? (
        <Notice className="m-3 mb-0">
          What stands in the code is rendered by the code as it is now; only what was said in its place is of
          the version.
        </Notice>
      ) : null}
      {broken.map(({ id, message }) => (
        <Notice key={id} tone="amber" className="m-3 mb-0" title={`${sideName(id)} does not compile`}>
          {message ?? 'The checks say why.'}
        </Notice>
      ))}
      <SideBySide
        before={before.data ?? null}
        after={after.data}
        names={{
          before: name(sides.before, before.data?.locale),
          after: name(sides.after, after.data.locale),
        }}
        view={view}
        marks={marks}
        onMarks={onMarks}
      />
    </>
  )
}
