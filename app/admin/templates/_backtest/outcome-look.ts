import type { Shape } from '#app/_components/status.tsx'
import type { Tone } from '#app/_components/ui/tone.ts'
import type { BacktestRun, Outcome } from './use-backtest.ts'

export const outcomes = ['failed', 'changed', 'same'] as const satisfies readonly Outcome[]

export const outcomeLooks: Record<Outcome, { word: string; shape: Shape; tone: Tone }> = {
  failed: { word: 'Failed', shape: 'triangle', tone: 'red' },
  changed: { word: 'Changed', shape: 'half-dot', tone: 'blue' },
  same: { word: 'Same', shape: 'dot', tone: 'green' },
}

type Counts = Pick<BacktestRun, 'done' | 'failed' | 'changed'>

/** How many renderings had each outcome; what is neither failed nor changed is the same. */
export const countOf = ({ done, failed, changed }: Counts, outcome: Outcome | null): number =>
  outcome === null ? done : { failed, changed, same: done - failed - changed }[outcome]

/** What came out of it, in a sentence. */
export function verdictOf(run: Counts & Pick<BacktestRun, 'state' | 'total'>, published: boolean): string {
  const { state, done, total, failed, changed } = run
  const whole = done === 1 ? 'The one mail' : `All ${done.toLocaleString('en')} mails`
  if (state === 'failed')
    return 'It broke off by a fault of Posthorn’s; what it had found until then stands here.'
  const begun =
    state === 'cancelled'
      ? `Stopped after ${done.toLocaleString('en')} of ${total.toLocaleString('en')}. `
      : ''
  if (failed > 0) {
    return `${begun}${failed.toLocaleString('en')} of ${done.toLocaleString('en')} could not be rendered: they would not have been sent.`
  }
  if (done === 0) return `${begun}Nothing was rendered.`
  if (!published) return `${begun}${whole} could be rendered.`
  if (changed === 0)
    return `${begun}${whole} came out as the published version makes ${done === 1 ? 'it' : 'them'}.`
  return `${begun}${whole} could be rendered; ${changed.toLocaleString('en')} would have read or looked otherwise.`
}
