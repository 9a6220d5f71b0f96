'use client'

import { useId } from 'react'
import type { MemberRole } from '#server/db/schema/members.ts'
import { memberRole } from '#server/members/schemas.ts'
import { roleName, roleWords } from './role-words.ts'

/** One of the four roles, each with what it may do. */
export function RoleChoice({
  value,
  onValueChange,
}: {
  value: MemberRole
  onValueChange: (role: MemberRole) => void
}) {
  const id = useId()
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 font-medium text-ink text-sm">Role</legend>
      {memberRole.options.map((role) => (
        <label
          key={role}
          htmlFor={`${id}-${role}`}
          className="flex cursor-pointer items-start gap-2.5 rounded-md border px-3 py-2 hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft"
        >
          <input
            type="radio"
            id={`${id}-${role}`}
            name={id}
            checked={value === role}
            onChange={() => onValueChange(role)}
            aria-describedby={`${id}-${role}-words`}
            className="mt-0.5 size-4 shrink-0 accent-accent"
          />
          <span className="grid">
            <span className="font-medium text-sm">{roleName(role)}</span>
            <span id={`${id}-${role}-words`} className="text-muted text-xs">
              {roleWords[role]}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
