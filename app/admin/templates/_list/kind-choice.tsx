'use client'

import { ChoiceCards } from '#app/_components/ui/choice-cards.tsx'

const kinds = [
  {
    value: 'visual',
    word: 'Visual',
    sentence: 'Written as it looks: blocks, variables, parts shown if, rows repeated.',
  },
  {
    value: 'code',
    word: 'Code',
    sentence: 'React Email as TSX, for layouts that blocks can’t make.',
  },
] as const
type Kind = (typeof kinds)[number]['value']

/** How it is written: each way with a sentence on what it is for. */
export const KindChoice = (props: { value: Kind; onValueChange: (kind: Kind) => void }) => (
  <ChoiceCards label="How it is written" choices={kinds} {...props} />
)
