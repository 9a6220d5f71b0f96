import { readEnv, resetEnv, type Variables } from '#server/env.ts'

/** The process's environment for a test file: these variables and nothing else. Answers how to undo it. */
export function useEnv(vars: Variables): () => void {
  const holder = globalThis as { [key: symbol]: unknown }
  holder[Symbol.for('posthorn.env')] = readEnv({ NODE_ENV: 'test', LOG_LEVEL: 'silent', ...vars })
  return resetEnv
}
