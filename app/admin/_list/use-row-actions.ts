'use client'

import { type RefObject, useRef, useState } from 'react'
import type { Row } from './row.ts'

/** What a row's menu can ask for; `opener` gets the focus back. */
export interface RowActions<R extends Row> {
  onDuplicate: (row: R, opener: HTMLElement | null) => void
  onArchive: (row: R, opener: HTMLElement | null) => void
  onRestore: (row: R) => void
}

/** A dialog about one row. */
export interface RowDialogProps<R extends Row> {
  /** Null: closed. */
  row: R | null
  onClose: () => void
  returnFocus: RefObject<HTMLElement | null>
}

/** The menus' actions, and the two dialogs that they open: one at a time, for one row. */
export function useRowActions<R extends Row>(restore: {
  mutate: (input: { key: string }) => void
}): {
  actions: RowActions<R>
  duplicating: RowDialogProps<R>
  archiving: RowDialogProps<R>
} {
  const [asked, setAsked] = useState<{ what: 'duplicate' | 'archive'; row: R } | null>(null)
  const opener = useRef<HTMLElement>(null)
  const ask = (what: 'duplicate' | 'archive') => (row: R, from: HTMLElement | null) => {
    opener.current = from
    setAsked({ what, row })
  }
  const dialog = (what: 'duplicate' | 'archive'): RowDialogProps<R> => ({
    row: asked?.what === what ? asked.row : null,
    onClose: () => setAsked(null),
    returnFocus: opener,
  })
  return {
    actions: {
      onDuplicate: ask('duplicate'),
      onArchive: ask('archive'),
      onRestore: ({ key }) => restore.mutate({ key }),
    },
    duplicating: dialog('duplicate'),
    archiving: dialog('archive'),
  }
}
