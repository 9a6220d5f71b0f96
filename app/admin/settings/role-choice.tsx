'use client'

import { ChoiceCards } from '#app/_components/ui/choice-cards.tsx'
import type { MemberRole } from '#server/db/schema/members.ts'
import { memberRole } from '#server/members/schemas.ts'
import { roleName, roleWords } from './role-words.ts'

const choices = memberRole.options.map((role) => ({
  value: role,
  word: roleName(role),
  sentence: roleWords[role],
}))

export interface RoleChoiceProps {
  value: MemberRole
  onValueChange: (role: MemberRole) => void
}

/** One of the four roles, each with what it may do. */
export const RoleChoice = (props: RoleChoiceProps) => (
  <ChoiceCards label="Role" choices={choices} {...props} />
)
