import type { Tone } from '#app/_components/ui/tone.ts'

/** The tones as SVG takes them; both themes follow. */
export const toneFill: Record<Tone, string> = {
  green: 'var(--green)',
  blue: 'var(--blue)',
  violet: 'var(--violet)',
  red: 'var(--red)',
  amber: 'var(--amber)',
  grey: 'var(--field)',
}
