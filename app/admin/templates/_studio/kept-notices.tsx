'use client'

import { Copy, Download } from 'lucide-react'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { copyText } from '#app/_components/ui/copy-button.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import type { DraftContent } from './state/content.ts'
import { isDirty } from './state/studio-state.ts'
import { useStudio, useStudioState } from './studio-context.tsx'

const strip = 'rounded-none border-x-0 border-t-0'

/** Text that an earlier visit left in this browser, unsaved. */
export function BackupNotice() {
  const { backup } = useStudio()
  if (!backup.found) return null
  return (
    <Notice
      tone="amber"
      title="There is unsaved text"
      className={strip}
      actions={
        <>
          <Button size="sm" onClick={backup.restore}>
            Restore
          </Button>
          <Button size="sm" variant="ghost" onClick={backup.drop}>
            Drop it
          </Button>
        </>
      }
    >
      From <RelativeTime at={backup.found.at} />, kept by this browser. Restoring shows it in place of the
      draft below, and saves it.
    </Notice>
  )
}

/** What was written here before somebody else's draft took its place. */
export function ShelfNotice() {
  const { store, templateKey } = useStudio()
  const shelf = useStudioState((state) => state.shelf)
  if (!shelf) return null
  const text = () => JSON.stringify(shelf.content, null, 2)
  return (
    <Notice
      tone="blue"
      title="Your text is set aside"
      className={strip}
      actions={
        <>
          <Button size="sm" onClick={() => void copyText(text())}>
            <Copy aria-hidden />
            Copy
          </Button>
          <Button size="sm" onClick={() => download(`${templateKey}.json`, text())}>
            <Download aria-hidden />
            Download
          </Button>
          <Button size="sm" onClick={() => store.dispatch({ type: 'replace', content: shelf.content })}>
            Put it back
          </Button>
          <Button size="sm" variant="ghost" onClick={() => store.dispatch({ type: 'dropShelf' })}>
            Drop it
          </Button>
        </>
      }
    >
      You see the other draft now. Putting yours back replaces {localesOf(shelf.content)} of it.
    </Notice>
  )
}

/** That somebody saved a newer draft while nothing was being written here. */
export function NewerNotice() {
  const { studio, reload } = useStudio()
  const savedAt = useStudioState((state) => state.savedAt)
  const dirty = useStudioState(isDirty)
  const save = useStudioState((state) => state.save.state)
  const { updatedAt, updatedByName } = studio.draft
  const newer = updatedAt && (!savedAt || updatedAt.getTime() > savedAt.getTime())
  if (!newer || dirty || save !== 'idle') return null
  return (
    <Notice
      tone="blue"
      title="There is a newer draft"
      className={strip}
      actions={
        <Button size="sm" onClick={() => void reload()}>
          Show it
        </Button>
      }
    >
      {updatedByName ?? 'Somebody'} saved it <RelativeTime at={updatedAt} />.
    </Notice>
  )
}

const localesOf = ({ locales }: DraftContent) => locales.map(({ locale }) => locale).join(', ')

function download(name: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
