import { type DraftContent, same } from './content.ts'

/** Text that did not reach the server, kept by the browser. */
export interface Backup {
  content: DraftContent
  /** What it was written on. */
  lockVersion: number
  /** Milliseconds since 1970. */
  at: number
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>

const nameOf = (key: string) => `posthorn:studio:${key}`

/** Keeps it; a browser that has no room or no storage keeps nothing. */
export function writeBackup(storage: Storage, key: string, backup: Backup): void {
  try {
    storage.setItem(nameOf(key), JSON.stringify(backup))
  } catch {
    // Nothing can be done about it: the text is still in the page, which warns before it closes.
  }
}

export function dropBackup(storage: Storage, key: string): void {
  try {
    storage.removeItem(nameOf(key))
  } catch {
    // A browser without storage has kept nothing.
  }
}

/** What was kept and differs from what the server has; null: nothing. */
export function readBackup(storage: Storage, key: string, current: DraftContent): Backup | null {
  try {
    const found = JSON.parse(storage.getItem(nameOf(key)) ?? 'null') as Backup | null
    if (!found || typeof found.at !== 'number' || !Array.isArray(found.content?.locales)) return null
    return found.content.kind !== current.kind || same(found.content, current) ? null : found
  } catch {
    return null
  }
}
