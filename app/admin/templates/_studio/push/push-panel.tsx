'use client'

import { useMemo } from 'react'
import { LineField } from '../line-field.tsx'
import { usePlace } from '../place-context.tsx'
import type { PushPart } from '../state/change.ts'
import { useStudio, useStudioState } from '../studio-context.tsx'
import { builtInPaths, declaredVariables, inALine } from '../variable-paths.ts'
import { useView } from '../view-context.tsx'
import { NotificationPreview } from './notification-preview.tsx'

const parts: readonly { part: PushPart; label: string; maxLength: number }[] = [
  { part: 'title', label: 'Title', maxLength: 200 },
  { part: 'body', label: 'Text', maxLength: 1_000 },
  { part: 'link', label: 'Link', maxLength: 1_000 },
  { part: 'icon', label: 'Icon', maxLength: 1_000 },
]

/** What the open locale says as a push message: of its own, or made from the mail. */
export function PushPanel() {
  const { store, studio, readOnly } = useStudio()
  const { locale, jump } = usePlace()
  const { source, preview } = useView()
  const variables = useStudioState((state) => state.content.variables)
  const offered = useMemo(
    () => [...declaredVariables(variables), ...builtInPaths].filter(inALine),
    [variables],
  )
  const problems = (preview.last?.problems ?? []).filter(({ severity }) => severity === 'error')
  const own = 'push' in source ? (source.push ?? {}) : {}
  const push = preview.good?.push
  const isGit = 'strings' in source
  const placeholder = (part: PushPart) =>
    own[part] || !push
      ? ''
      : (push[part] ?? (part === 'icon' ? 'The browser’s own' : 'None: it opens nothing'))
  return (
    <div className="grid min-h-0 flex-1 content-start gap-4 overflow-y-auto p-4">
      <p className="max-w-prose text-muted text-sm">
        {isGit
          ? 'The push message is made from the mail: its subject, its preheader, and where its first button leads.'
          : 'What is left empty is made from the mail: its subject, its preheader, and where its first button leads.'}
      </p>
      {isGit ? null : (
        <div className="grid gap-2">
          {parts.map(({ part, label, maxLength }) => (
            <LineField
              key={`${part}-${locale}`}
              label={label}
              value={own[part] ?? ''}
              placeholder={placeholder(part)}
              maxLength={maxLength}
              variables={offered}
              readOnly={readOnly !== null}
              problem={problems.find(({ where }) => where?.field === 'push' && where.name === part)?.message}
              focus={jump?.place.field === 'push' && jump.place.name === part ? jump : null}
              onChange={(value) => store.change({ field: 'push', locale, part, value })}
            />
          ))}
        </div>
      )}
      {push ? <NotificationPreview push={push} sender={studio.theme.brandName || 'Posthorn'} /> : null}
    </div>
  )
}
