'use client'

import { useEffect, useState } from 'react'
import { type Backup, dropBackup, readBackup, writeBackup } from './backup.ts'
import type { StudioStore } from './store.ts'
import { isDirty } from './studio-state.ts'

const REST_MS = 400

/**
 * Keeps unsaved text in this browser until it is stored. `found` is what an earlier visit left behind; `restore` puts
 * it in place of what is shown, `drop` forgets it.
 */
export function useBackup(templateKey: string, store: StudioStore, active: boolean) {
  const [found, setFound] = useState<Backup | null>(null)

  useEffect(() => {
    if (!active) return
    setFound(readBackup(window.localStorage, templateKey, store.get().content))
    let timer: ReturnType<typeof setTimeout> | undefined
    let kept = false
    const keep = () => {
      const { content, lockVersion } = store.get()
      if (isDirty(store.get())) {
        kept = true
        writeBackup(window.localStorage, templateKey, { content, lockVersion, at: Date.now() })
      } else if (kept) dropBackup(window.localStorage, templateKey)
    }
    const stop = store.subscribe(() => {
      clearTimeout(timer)
      timer = setTimeout(keep, REST_MS)
    })
    window.addEventListener('pagehide', keep)
    return () => {
      clearTimeout(timer)
      keep()
      stop()
      window.removeEventListener('pagehide', keep)
    }
  }, [store, templateKey, active])

  const drop = () => {
    setFound(null)
    dropBackup(window.localStorage, templateKey)
  }
  return {
    found,
    drop,
    restore() {
      if (found) store.dispatch({ type: 'replace', content: found.content })
      drop()
    },
  }
}
