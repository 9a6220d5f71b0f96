import { textAt } from '#server/planning/paths.ts'
import { looksLikeAddress } from '#server/planning/recipients.ts'
import type { PlanNotification, PlanSettings, PlanWorkflow } from '#server/planning/types.ts'

/** What the users are looked up by: ids (or external ids), and e-mail addresses. */
export interface UsersWanted {
  ids: string[]
  emails: string[]
}

/** Adds every value that planning may ask for a user by: of the request, of the source's mapping, of all rules. */
export function addUsersWanted(
  wanted: UsersWanted,
  { data, request, instead, addressee }: PlanNotification,
  workflows: readonly Pick<PlanWorkflow, 'recipients'>[],
  { alertEmail }: Pick<PlanSettings, 'alertEmail'>,
): void {
  if (request) wanted.ids.push(request.user)
  for (const value of [instead, addressee]) {
    if (value) (looksLikeAddress(value) ? wanted.emails : wanted.ids).push(value)
  }
  for (const { recipients } of workflows) {
    for (const rule of recipients) {
      if (rule.kind === 'setting') {
        if (alertEmail) wanted.emails.push(alertEmail)
        continue
      }
      const value = textAt(data, rule.path)
      if (value === null) continue
      if (rule.kind === 'user') wanted.ids.push(value)
      else if (looksLikeAddress(value)) wanted.emails.push(value)
    }
  }
}
