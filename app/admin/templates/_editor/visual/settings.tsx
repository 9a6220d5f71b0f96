'use client'

import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { Trash2 } from 'lucide-react'
import { memo, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import type { BrandTheme } from '#server/templates/sources.ts'
import { BlockSettings } from './block-settings.tsx'
import { FlowSettings } from './flow-settings.tsx'
import { setAttributes } from './insert.ts'
import { knownVariables } from './known-variables.ts'
import { repeatsAround } from './positions.ts'
import { type Target, TITLES, targetsOf } from './targets.ts'

interface SettingsProps {
  editor: Editor
  variables: Record<string, unknown> | null
  theme: BrandTheme
}

/** What a block's settings take: its values, and how to change them. */
export interface SettingProps {
  editor: Editor
  target: Target
  set: (attributes: Record<string, unknown>) => void
  /** Back to the text. */
  onDone: () => void
}

const FLOW = new Set(['showIf', 'repeat', 'tableRow', 'listItem', 'variable'])

/** The settings of what the cursor is in: the innermost first, the others by their names. Kept from a render for each key. */
export const Settings = memo(function Settings({ editor, variables, theme }: SettingsProps) {
  const { targets, known } = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      targets: targetsOf(current),
      // The target's own repeat does not name itself: its list is named from outside.
      known: knownVariables(variables, repeatsAround(current.state)),
    }),
  })
  const [chosen, setChosen] = useState<{ type: string; pos: number } | null>(null)
  const last = targets.at(-1)
  const target = targets.find(({ type, pos }) => type === chosen?.type && pos === chosen.pos) ?? last
  if (!target) return null

  const set = (attributes: Record<string, unknown>) => setAttributes(editor, target.pos, attributes)
  // At once: the command waits for a frame, and what is typed meanwhile is lost.
  const onDone = () => editor.view.focus()
  const props: SettingProps = { editor, target, set, onDone }
  return (
    <section
      aria-label={`Settings of the ${(TITLES[target.type] ?? '').toLowerCase()}`}
      className="flex flex-wrap items-end gap-x-3 gap-y-2 border-t bg-sunken px-3 py-2"
    >
      <div className="flex basis-full items-center gap-1">
        {targets.map(({ type, pos }) => (
          <button
            key={`${type} ${pos}`}
            type="button"
            aria-pressed={type === target.type && pos === target.pos}
            onClick={() => setChosen({ type, pos })}
            className={cn(
              'rounded-md px-2 py-0.5 font-medium text-xs',
              type === target.type && pos === target.pos ? 'bg-hover text-ink' : 'text-muted hover:bg-hover',
            )}
          >
            {TITLES[type]}
          </button>
        ))}
        <Button
          variant="ghost"
          size="icon-sm"
          className="ml-auto"
          aria-label={`Remove the ${(TITLES[target.type] ?? '').toLowerCase()}`}
          onClick={() => remove(editor, target)}
        >
          <Trash2 aria-hidden />
        </Button>
      </div>
      {FLOW.has(target.type) ? (
        <FlowSettings key={`${target.type} ${target.pos}`} {...props} known={known} />
      ) : (
        <BlockSettings key={`${target.type} ${target.pos}`} {...props} theme={theme} />
      )}
    </section>
  )
})

function remove(editor: Editor, { type, pos }: Target): void {
  if (type === 'link') {
    editor.chain().focus().extendMarkRange('link').unsetLink().run()
    return
  }
  const node = editor.state.doc.nodeAt(pos)
  if (node)
    editor
      .chain()
      .focus()
      .deleteRange({ from: pos, to: pos + node.nodeSize })
      .run()
}
