'use client'

import { Redo2, Undo2 } from 'lucide-react'
import { useShortcuts } from '#app/_components/shortcuts.ts'
import { Badge } from '#app/_components/ui/badge.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { Copyable } from '#app/_components/ui/copy-button.tsx'
import { fieldClasses } from '#app/_components/ui/input.tsx'
import { Tooltip } from '#app/_components/ui/tooltip.tsx'
import { PublishButton } from '../_publish/publish-button.tsx'
import { DetailsPopover } from './details-popover.tsx'
import { usePlace } from './place-context.tsx'
import { SavedState } from './saved-state.tsx'
import { isDirty } from './state/studio-state.ts'
import { useStudio, useStudioState } from './studio-context.tsx'
import { TestSend } from './test-send.tsx'
import type { StudioKind } from './types.ts'

const kindWords: Record<StudioKind, string> = {
  visual: 'Visual',
  code: 'Code',
  git: 'From git',
  plain: 'Plain text',
}

/** Name, category, saved state; undo, test send, publish. */
export function StudioHeader() {
  const { studio, store, readOnly, reload } = useStudio()
  const { goTo } = usePlace()
  const name = useStudioState((state) => state.content.name)
  const kind = useStudioState((state) => state.content.kind)
  const lockVersion = useStudioState((state) => state.lockVersion)
  const saved = useStudioState((state) => !isDirty(state) && state.save.state === 'idle')
  const { key } = studio.template
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b bg-surface px-4 py-2">
      <h1 className="sr-only">{name || key}</h1>
      <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
        <input
          aria-label="Name"
          value={name}
          placeholder={key}
          maxLength={100}
          readOnly={readOnly !== null}
          onChange={({ target }) => store.change({ field: 'name', value: target.value })}
          className={cn(
            fieldClasses,
            'field-sizing-content h-8 w-auto min-w-16 max-w-80 max-sm:max-w-full border-transparent bg-transparent px-2 font-semibold text-base shadow-none read-only:hover:border-transparent',
          )}
        />
        <Copyable value={key} label="key" short={40} />
        <Badge>{kindWords[kind]}</Badge>
        <DetailsPopover />
      </div>
      <SavedState className="min-w-0 max-sm:order-last max-sm:w-full" />
      <div className="ml-auto flex items-center gap-1.5">
        {readOnly === null ? <UndoRedo /> : null}
        {readOnly === null ? <TestSend /> : null}
        {readOnly === null ? (
          <PublishButton
            studio={studio}
            lockVersion={lockVersion}
            saved={saved}
            onJump={goTo}
            onPublished={() => void reload()}
            onReload={() => void reload({ shelve: !saved })}
          />
        ) : null}
      </div>
    </header>
  )
}

function UndoRedo() {
  const { store } = useStudio()
  const undo = useStudioState((state) => state.undo.length > 0)
  const redo = useStudioState((state) => state.redo.length > 0)
  const run = (type: 'undo' | 'redo') => () => store.dispatch({ type })
  useShortcuts([
    { keys: 'g u', label: 'Undo outside of the editor', group: 'Studio', run: run('undo') },
    { keys: 'g r', label: 'Redo outside of the editor', group: 'Studio', run: run('redo') },
  ])
  return (
    <div className="flex max-sm:hidden">
      <Tooltip content="Undo a change of name, lines, variables or locales; the editor has its own">
        <Button variant="ghost" size="icon" aria-label="Undo" disabled={!undo} onClick={run('undo')}>
          <Undo2 aria-hidden />
        </Button>
      </Tooltip>
      <Tooltip content="Redo">
        <Button variant="ghost" size="icon" aria-label="Redo" disabled={!redo} onClick={run('redo')}>
          <Redo2 aria-hidden />
        </Button>
      </Tooltip>
    </div>
  )
}
