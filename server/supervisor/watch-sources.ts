import { execFile } from 'node:child_process'
import { watch } from 'node:fs'
import { resolve } from 'node:path'

/** For development: rebuilds the e-mails when they change, and calls `changed` after any change of the server side. */
export function watchSources(changed: () => void, failed: (words: string) => void): void {
  watchFolder('emails', () => {
    execFile(process.execPath, ['bin/build-emails.js'], (error, _out, words) => {
      if (error) failed(`The e-mails could not be built: ${words.trim()}`)
      else changed()
    })
  })
  watchFolder('server', changed)
}

/** Editors save in several steps; 150 ms of calm end a change. */
function watchFolder(folder: string, changed: () => void): void {
  let timer: NodeJS.Timeout | undefined
  watch(resolve(folder), { recursive: true }, (_event, file) => {
    if (!file || /\.test\.tsx?$/.test(file) || !/\.tsx?$/.test(file)) return
    clearTimeout(timer)
    timer = setTimeout(changed, 150)
  })
}
