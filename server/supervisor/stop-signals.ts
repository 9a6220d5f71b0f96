/** One press of Ctrl-C comes several times within milliseconds: from the terminal's group, and handed on by npm. */
const onePressMs = 1_000

/**
 * Calls `first` at the first SIGINT, SIGTERM or SIGHUP, or when the process that started us over IPC is gone, and
 * `again` when somebody presses a second time because it takes too long.
 */
export function onStopSignal(first: (reason: string) => void, again: () => void): void {
  let since: number | null = null
  const asked = (reason: string) => {
    if (since === null) {
      since = Date.now()
      first(reason)
    } else if (Date.now() - since > onePressMs) again()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => asked(signal))
  process.once('disconnect', () => {
    if (since === null) asked('the starter is gone')
  })
}
