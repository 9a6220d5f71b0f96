import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { logger } from '#server/telemetry/logger.ts'

/** Where the supervisor's words and its children's logs go. */
export interface Output {
  /** For the person who started it: always on the console. */
  say(text: string): void
  /** A line of the log. */
  log(
    level: 'info' | 'warn' | 'error',
    message: string,
    fields?: Record<string, string | number | null>,
  ): void
  /** Takes over what a child prints, if its output is piped, as `childStdio` says. */
  adopt(child: { name: string; stdout: Readable | null; stderr: Readable | null }): void
  childStdio: 'inherit' | 'pipe'
  /** The log file, null when logs go to the console. */
  file: string | null
}

const maxFileBytes = 10_000_000
/** A lost database makes each of a pool's connections complain; one complaint is enough. */
const repeatMs = 10_000
const loud = /"level":"(warn|error|fatal)"/

/** Logs of everybody as JSON lines on stdout: for containers, service managers, and development. */
export function consoleOutput(): Output {
  return {
    say: print,
    log: (level, message, fields = {}) => logger()[level](fields, message),
    adopt: () => {},
    childStdio: 'inherit',
    file: null,
  }
}

/** Logs into `folder`, on the console only what is a warning or worse: for a person at a terminal. */
export function fileOutput(folder: string): Output {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'posthorn.log')
  let fd = openSync(file, 'a', 0o600)
  let size = fstatSync(fd).size
  const write = (lines: string) => {
    size += writeSync(fd, lines)
    if (size < maxFileBytes) return
    closeSync(fd)
    renameSync(file, join(folder, 'posthorn.1.log'))
    fd = openSync(file, 'a', 0o600)
    size = 0
  }
  return {
    say: print,
    log: (level, message, fields = {}) => {
      const line = { level, time: new Date().toISOString(), role: 'supervisor', pid: process.pid, ...fields }
      write(`${JSON.stringify({ ...line, msg: message })}\n`)
      if (level !== 'info') print(message)
    },
    adopt: ({ name, stdout, stderr }) => {
      const shownAt = new Map<string, number>()
      const show = (text: string) => {
        if (text.trim() === '' || Date.now() - (shownAt.get(text) ?? 0) < repeatMs) return
        if (shownAt.size > 100) shownAt.clear()
        shownAt.set(text, Date.now())
        print(`${name}: ${text}`)
      }
      const onLines = (stream: Readable | null, shown: (line: string) => string) => {
        let rest = ''
        stream?.setEncoding('utf8').on('data', (chunk: string) => {
          const lines = (rest + chunk).split('\n')
          rest = lines.pop() ?? ''
          if (lines.length > 0) write(`${lines.join('\n')}\n`)
          for (const line of lines) show(shown(line))
        })
      }
      onLines(stdout, (line) => (loud.test(line) ? readable(line) : ''))
      onLines(stderr, (line) => line)
    },
    childStdio: 'pipe',
    file,
  }
}

/** A JSON line as a person reads it: level, message, and the error's own words. */
function readable(line: string): string {
  try {
    const { level, msg, err } = JSON.parse(line) as {
      level: string
      msg?: string
      err?: { message?: string }
    }
    return [level, msg, err?.message === msg ? undefined : err?.message].filter(Boolean).join(': ')
  } catch {
    return line
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
