'use client'

import Link from 'next/link'
import type { Status } from '#app/_components/status.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { languageName } from '../templates/languages.ts'
import { UserLink } from '../users/user-link.tsx'
import { asDecided } from './decided.ts'
import { DeliveryCards } from './delivery-cards.tsx'
import { headlineOf, type Tense } from './headline.ts'
import { StepList } from './step-list.tsx'
import type { Explanation } from './types.ts'

export interface ExplainedProps {
  explanation: Explanation
  /** How one that exists was decided, not what would be. */
  tense?: Tense
  /** For side panels: closer, and the steps can be folded away. */
  compact?: boolean
}

/** What would be sent, when, by what, in which language, with which template, and why. */
export function Explained({ explanation: given, tense = 'would', compact = false }: ExplainedProps) {
  const explanation = tense === 'was' ? asDecided(given) : given
  const { reason, steps, deliveries, user, workflow } = explanation
  const statuses = new Map(given.deliveries.map(({ id, status }) => [id ?? '', status as Status]))
  return (
    <div className={cn('@container grid', compact ? 'gap-3' : 'gap-4')}>
      <div className="grid gap-1" aria-live="polite">
        <p className={cn('text-pretty font-semibold', compact ? 'text-sm' : 'text-base')}>
          {headlineOf(explanation, tense)}
        </p>
        {reason ? <p className="text-pretty text-sm">{reason}</p> : null}
        <p className="text-muted text-xs">
          {workflow ? (
            <>
              {workflow.id === null ? (
                workflow.name
              ) : (
                <Link
                  href={`/admin/workflows/${encodeURIComponent(workflow.key)}`}
                  className="text-accent underline underline-offset-2"
                >
                  {workflow.name}
                  {workflow.version === null ? '' : ` v${workflow.version}`}
                </Link>
              )}
              {' · '}
            </>
          ) : null}
          {user ? (
            <span className="wrap-anywhere">
              <UserLink id={user.id} className="underline">
                {user.name ?? user.email ?? `user ${user.id}`}
              </UserLink>
              {user.language ? `, reads ${languageName(user.language)}` : ''}, where it is {user.localTime} (
              {user.timezone})
            </span>
          ) : (
            'for somebody who is no user'
          )}
        </p>
      </div>
      {deliveries.length > 0 ? (
        <DeliveryCards explanation={explanation} statuses={statuses} compact={compact} />
      ) : null}
      <StepList steps={steps} compact={compact} />
    </div>
  )
}
