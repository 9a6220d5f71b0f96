import { getEnv } from '#server/env.ts'
import { logger } from '#server/telemetry/logger.ts'

/** Tells the supervisor, if there is one, that this process does its work; `extra` goes along (`workerId`). */
export function reportReady(extra: Readonly<Record<string, string>> = {}): void {
  process.send?.({ type: 'ready', ...extra })
}

/**
 * Runs `finish` once, when this process is asked to end: at SIGTERM, or when its supervisor is gone. Then exits 0; 1 if
 * `finish` throws or takes longer than SHUTDOWN_TIMEOUT_S. Below a supervisor SIGINT and SIGHUP are ignored, since the
 * terminal sends them to the whole group and the supervisor decides the order; alone they mean SIGTERM.
 */
export function onShutdown(finish: (reason: string) => Promise<void>): void {
  let ending = false
  const end = async (reason: string) => {
    if (ending) return
    ending = true
    setTimeout(() => {
      logger().error({ reason }, 'Could not finish in time')
      process.exit(1)
    }, getEnv().shutdownMs).unref()
    try {
      await finish(reason)
      process.exit(0)
    } catch (error) {
      logger().error({ err: error, reason }, 'Could not finish what was in flight')
      process.exit(1)
    }
  }
  const supervised = process.connected
  for (const signal of ['SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!supervised) void end(signal)
    })
  }
  process.on('SIGTERM', () => void end('SIGTERM'))
  process.on('disconnect', () => {
    leaveWithoutExitHooks()
    void end('the supervisor is gone')
  })
}

/**
 * The supervisor read our stdout; now pino's exit hook would write to a broken pipe again and again, for ever
 * (sonic-boom's `flushSync` retries EPIPE), and nobody is left to hear an exit code.
 */
function leaveWithoutExitHooks(): void {
  process.prependListener('exit', () => process.kill(process.pid, 'SIGKILL'))
}
