import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const hasProc = existsSync('/proc/self/stat')

/**
 * When the process began, in whatever unit the system has; null if there is no such process. A pid is used again
 * sooner or later (in containers at once), pid and beginning together are not.
 */
export function processStart(pid: number): string | null {
  if (!hasProc) return ps(pid, 'lstart=')
  try {
    // proc(5): the name in parentheses may hold spaces; starttime is field 22, so the 20th after it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')
    return fields?.[0] === 'Z' ? null : (fields?.[19] ?? null)
  } catch {
    return null
  }
}

/** The process's command line, arguments separated by spaces; null if there is no such process. */
export function commandLine(pid: number): string | null {
  if (!hasProc) return ps(pid, 'command=')
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || null
  } catch {
    return null
  }
}

/** Waits until the process is gone; false if it is still there after `ms`. */
export async function waitForEnd(pid: number, ms: number): Promise<boolean> {
  const deadline = Date.now() + ms
  while (processStart(pid) !== null) {
    if (Date.now() > deadline) return false
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return true
}

function ps(pid: number, column: string): string | null {
  return spawnSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() || null
}
