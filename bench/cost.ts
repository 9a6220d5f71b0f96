import { existsSync, readdirSync, readFileSync } from 'node:fs'

const TICKS_PER_SECOND = 100 // proc(5): USER_HZ, 100 on every Linux that runs Node

interface Stat {
  parent: number
  seconds: number
}

function stat(pid: string): Stat | null {
  try {
    // proc(5): after the name in parentheses: state, ppid, …; utime, stime, cutime, cstime are fields 14 to 17.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    const ticks = [11, 12, 13, 14].reduce((sum, i) => sum + Number(fields[i] ?? 0), 0)
    return { parent: Number(fields[1]), seconds: ticks / TICKS_PER_SECOND }
  } catch {
    return null
  }
}

/** CPU seconds that a process and its children have used; NaN where there is no /proc. */
export function cpuSeconds(pid: number): number {
  if (!existsSync('/proc/self/stat')) return Number.NaN
  let sum = 0
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const found = stat(name)
    if (found && (Number(name) === pid || found.parent === pid)) sum += found.seconds
  }
  return sum
}

/** Resident memory in MB; NaN where there is no /proc. */
export function residentMb(pid: number): number {
  try {
    const kb = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Number(kb) / 1024
  } catch {
    return Number.NaN
  }
}
