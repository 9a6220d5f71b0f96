import type { Tone } from '#app/_components/ui/tone.ts'

/** A tone for areas: nearer to the ground than the one for words, and still 3:1 against it. */
const area = (tone: Tone) => `color-mix(in oklab, var(--${tone}) 80%, var(--surface))`

/** The tones as SVG takes them; both themes follow. */
export const toneFill: Record<Tone, string> = {
  green: area('green'),
  blue: area('blue'),
  violet: area('violet'),
  red: area('red'),
  amber: area('amber'),
  grey: 'var(--field)',
}
