import { formatCount } from '#app/_components/number.tsx'
import type { Tone } from '#app/_components/ui/tone.ts'
import type { RouterOutputs } from '#server/trpc/root.ts'

export type UserImport = RouterOutputs['userImports']['get']

/** How far an import is, in a word. */
export const stateLooks: Record<UserImport['state'], { word: string; tone: Tone }> = {
  uploading: { word: 'Uploading', tone: 'blue' },
  uploaded: { word: 'Not begun', tone: 'grey' },
  running: { word: 'Running', tone: 'blue' },
  done: { word: 'Done', tone: 'green' },
  failed: { word: 'Failed', tone: 'red' },
  cancelled: { word: 'Stopped', tone: 'grey' },
}

/** What came of it: `1,200 added, 34 changed, 3 not taken`. */
export function resultOf({ created, updated, skipped, failed }: UserImport): string {
  const parts = [
    [created, 'added'],
    [updated, 'changed'],
    [skipped, 'left as they are'],
    [failed, 'not taken'],
  ] as const
  const said = parts.flatMap(([count, words]) => (count > 0 ? [`${formatCount(count)} ${words}`] : []))
  return said.length > 0 ? said.join(', ') : 'nothing yet'
}

export const formatSize = (bytes: number): string =>
  bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} kB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`
