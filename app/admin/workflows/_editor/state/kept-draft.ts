import { workflowDefinition } from '#server/workflows/schemas.ts'
import type { Based } from '../types.ts'

const storageKey = (key: string) => `posthorn.workflow.${key}`

/**
 * What was written in this tab and not saved, with the version that it began from; null: nothing, or it can't be read any
 * more. A field that is not valid yet does not stop it.
 */
export function readKept(key: string): Based | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(storageKey(key)) ?? 'null') as Based | null
    if (!kept || typeof kept.version !== 'number') return null
    const fields = Object.keys(workflowDefinition.shape)
    return fields.every((field) => Object.hasOwn(kept.definition, field)) ? kept : null
  } catch {
    return null
  }
}

/** Null forgets it. A browser that keeps nothing is no hindrance: leaving the page asks. */
export function keep(key: string, draft: Based | null): void {
  try {
    if (draft) sessionStorage.setItem(storageKey(key), JSON.stringify(draft))
    else sessionStorage.removeItem(storageKey(key))
  } catch {
    // Private windows may refuse.
  }
}
