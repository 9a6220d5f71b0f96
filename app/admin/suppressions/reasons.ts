import type { Tone } from '#app/_components/ui/tone.ts'
import type { RouterOutputs } from '#server/trpc/root.ts'

export type SuppressionRow = RouterOutputs['suppressions']['list']['rows'][number]

/** Each reason in a word or two, with its tone. */
export const reasons: Record<SuppressionRow['reason'], { word: string; tone: Tone }> = {
  hard_bounce: { word: 'Bounced for good', tone: 'red' },
  complaint: { word: 'Reported as spam', tone: 'red' },
  unsubscribed: { word: 'Unsubscribed', tone: 'grey' },
  manual: { word: 'By hand', tone: 'grey' },
}
