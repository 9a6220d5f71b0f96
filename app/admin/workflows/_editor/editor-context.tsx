'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { WorkflowDefinition } from '#server/workflows/schemas.ts'
import type { WorkflowOptions, WorkflowWarning } from './types.ts'

export interface EditorView {
  workflow: WorkflowDefinition
  change: (part: Partial<WorkflowDefinition>) => void
  /** What is wrong with the field at this path, as a sentence. */
  wrong: (path: string) => string | undefined
  warnings: readonly WorkflowWarning[]
  /** Undefined while they are loaded. */
  options: WorkflowOptions | undefined
  readOnly: boolean
  /** Paths of the payload that is tried, to choose from. */
  paths: readonly string[]
}

const Context = createContext<EditorView | null>(null)

export function EditorProvider({ value, children }: { value: EditorView; children: ReactNode }) {
  return <Context value={value}>{children}</Context>
}

/** What the parts of the form share. Throws outside of an editor. */
export function useEditor(): EditorView {
  const value = useContext(Context)
  if (!value) throw new Error('useEditor outside of a workflow’s editor')
  return value
}
