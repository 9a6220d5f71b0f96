import { type Logger, pino } from 'pino'
import { getEnv } from '#server/env.ts'
import { errorLine } from './error-line.ts'

export type { Logger }

const key = Symbol.for('posthorn.logger')
const holder = globalThis as { [key]?: Logger }

/**
 * The process's logger: one JSON line per unit of work, to stdout. Never put payloads, addresses or secrets in a
 * line; ids and counts only.
 */
export function logger(): Logger {
  holder[key] ??= pino({
    level: getEnv().logLevel,
    base: { role: getEnv().role, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: errorLine },
    formatters: { level: (level) => ({ level }) },
    redact: ['authorization', 'cookie', 'password', 'secret', '*.authorization', '*.cookie', '*.password'],
  })
  return holder[key]
}
