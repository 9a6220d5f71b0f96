'use client'

import { ShortcutKeys } from '#app/_components/shortcut-keys.tsx'
import { useActiveShortcuts } from '#app/_components/shortcuts.ts'
import { Dialog } from '#app/_components/ui/dialog.tsx'

/** All keys that work on this page now. */
export function ShortcutHelp({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const groups = Map.groupBy(useActiveShortcuts(), ({ group }) => group ?? 'This page')
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts">
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {[...groups].map(([group, shortcuts]) => (
          <section key={group} className="grid content-start gap-1">
            <h3 className="font-medium text-muted text-xs">{group}</h3>
            <dl className="grid gap-px">
              {shortcuts.map(({ keys, label }) => (
                <div key={`${keys} ${label}`} className="flex min-h-7 items-center justify-between gap-4">
                  <dt>{label}</dt>
                  <dd>
                    <ShortcutKeys keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
