'use client'

import { useEffect, useRef, useSyncExternalStore } from 'react'
import { createPortal } from 'react-dom'
import { cn } from '#app/_components/ui/cn.ts'
import type { OpenMenu, SuggestStore } from './suggest-store.ts'

export const optionId = (index: number): string => `visual-editor-option-${index}`
export const LIST_ID = 'visual-editor-options'

/** What opens at `/` and `{`: the keys stay with the editor, a click does the same. */
export function SuggestMenu({ store }: { store: SuggestStore }) {
  const menu = useSyncExternalStore(store.subscribe, store.get, () => null)
  return menu ? createPortal(<Options menu={menu} />, menu.element) : null
}

function Options({ menu: { items, selected, label } }: { menu: OpenMenu }) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector(`#${optionId(selected)}`)?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  return (
    <div
      ref={list}
      id={LIST_ID}
      role="listbox"
      aria-label={label}
      tabIndex={-1}
      className="z-50 max-h-72 w-72 overflow-y-auto overscroll-contain rounded-lg border bg-raised p-1 text-sm shadow-lg"
    >
      {items.length === 0 ? <p className="px-2 py-3 text-muted">Nothing fits what you typed</p> : null}
      {items.map(({ id, title, note, icon: Icon, run }, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys go to the editor, which has the focus
        <div
          key={id}
          id={optionId(index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === selected}
          onMouseDown={(event) => event.preventDefault()}
          onClick={run}
          className={cn(
            'flex min-h-8 cursor-default select-none items-center gap-2 rounded-md px-2 py-1',
            index === selected ? 'bg-hover' : 'hover:bg-hover',
          )}
        >
          {Icon ? <Icon aria-hidden className="size-4 shrink-0 text-muted" /> : null}
          <span className={cn('truncate', Icon ? '' : 'font-mono text-xs')}>{title}</span>
          {note ? <span className="ml-auto truncate pl-3 text-muted text-xs">{note}</span> : null}
        </div>
      ))}
    </div>
  )
}
