import type { RouterOutputs } from '#server/trpc/root.ts'

export type Category = RouterOutputs['categories']['list']['categories'][number]

/** What of a category is on or off. */
export type Flag = 'required' | 'emailDefault' | 'pushDefault' | 'unsubscribable' | 'critical'
export type Flags = Pick<Category, Flag>

export const flags: readonly Flag[] = [
  'emailDefault',
  'pushDefault',
  'required',
  'unsubscribable',
  'critical',
]

export const flagWords: Record<Flag, { head: string; label: string; hint: string }> = {
  emailDefault: {
    head: 'E-mail default',
    label: 'On by default for e-mail',
    hint: 'For users who did not choose.',
  },
  pushDefault: {
    head: 'Push default',
    label: 'On by default for push',
    hint: 'For users who did not choose.',
  },
  required: {
    head: 'Required',
    label: 'Required',
    hint: 'Nobody can switch it off, and who unsubscribed gets it all the same.',
  },
  unsubscribable: {
    head: 'Unsubscribe link',
    label: 'Mails carry an unsubscribe link',
    hint: 'In the mail and in its headers (RFC 8058); what mailbox providers want of mail that nobody waits for.',
  },
  critical: { head: 'Critical', label: 'Critical', hint: 'Goes out in quiet hours too.' },
}

/** What a person edits of a category. */
export interface Fields extends Flags {
  name: string
  description: string
}
export const fieldsOf = (category: Category): Fields => ({
  ...category,
  description: category.description ?? '',
})

/** What was changed of what one began with: the rest stays, whatever others made of it meanwhile. Pure. */
export const changedFields = (began: Fields, typed: Fields): Partial<Fields> =>
  Object.fromEntries(
    (['name', 'description', ...flags] as const)
      .filter((field) => typed[field] !== began[field])
      .map((field) => [field, typed[field]]),
  )

/** Switching one, with what follows of itself: what is required carries no link, and is on by default. */
export function switched(flag: Flag, on: boolean): Partial<Flags> {
  if (flag === 'required' && on)
    return { required: true, unsubscribable: false, emailDefault: true, pushDefault: true }
  if (flag === 'unsubscribable' && on) return { unsubscribable: true, required: false }
  return { [flag]: on }
}

/** Why a flag can't be switched; null: it can. */
export function fixed({ key, required }: Pick<Category, 'key' | 'required'>, flag: Flag): string | null {
  if (key === 'security' && flag === 'required') return 'Nobody can switch “security” off.'
  if (key === 'security' && flag === 'critical') return '“security” never waits for quiet hours to end.'
  if (key === 'security' && flag === 'unsubscribable') return 'Nobody can switch “security” off.'
  if (required && (flag === 'emailDefault' || flag === 'pushDefault')) return 'It is required: always on.'
  return null
}
