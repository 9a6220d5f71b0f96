/** The six tones of a state; each is readable on the page, on cards and on its own soft ground. */
export type Tone = 'green' | 'blue' | 'violet' | 'red' | 'amber' | 'grey'

export const toneText: Record<Tone, string> = {
  green: 'text-green',
  blue: 'text-blue',
  violet: 'text-violet',
  red: 'text-red',
  amber: 'text-amber',
  grey: 'text-grey',
}

export const toneSoft: Record<Tone, string> = {
  green: 'border-green-line bg-green-soft text-green',
  blue: 'border-blue-line bg-blue-soft text-blue',
  violet: 'border-violet-line bg-violet-soft text-violet',
  red: 'border-red-line bg-red-soft text-red',
  amber: 'border-amber-line bg-amber-soft text-amber',
  grey: 'border-grey-line bg-grey-soft text-grey',
}
