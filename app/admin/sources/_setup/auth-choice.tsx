'use client'

import { Badge } from '#app/_components/ui/badge.tsx'
import { ChoiceCards } from '#app/_components/ui/choice-cards.tsx'
import type { SourceAuth } from '#server/db/schema/sources.ts'
import { auths } from '../auth-look.ts'

export interface AuthChoiceProps {
  value: SourceAuth
  onValueChange: (auth: SourceAuth) => void
  disabled?: boolean
}

const choices = auths.map(({ auth, word, tone, sentence }) => ({
  ...{ value: auth, sentence },
  word: (
    <>
      {word}
      {auth === 'open' ? <Badge tone={tone}>No check at all</Badge> : null}
    </>
  ),
}))

/** Who may send: each way with a sentence on what it means. */
export const AuthChoice = (props: AuthChoiceProps) => (
  <ChoiceCards label="Who may send" choices={choices} {...props} />
)
