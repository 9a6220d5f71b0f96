'use client'

import { useMemo } from 'react'
import type { Problem } from '#server/templates/problem.ts'
import { ForkNotice } from '../_editor/git/fork-notice.tsx'
import { EditorSlot } from './editor-slot.tsx'
import { LineField } from './line-field.tsx'
import { usePlace } from './place-context.tsx'
import { useStudio, useStudioState } from './studio-context.tsx'
import { builtInPaths, declaredVariables, inALine } from './variable-paths.ts'
import { useView } from './view-context.tsx'

/** The open locale: its subject and preheader, and the editor of its body. */
export function WritePanel() {
  const { store, studio, readOnly } = useStudio()
  const { locale, jump } = usePlace()
  const { source, preview } = useView()
  const kind = useStudioState((state) => state.content.kind)
  const variables = useStudioState((state) => state.content.variables)
  const offered = useMemo(
    () => [...declaredVariables(variables), ...builtInPaths].filter(inALine),
    [variables],
  )
  const problems = preview.last?.problems ?? []
  const line = (field: 'subject' | 'preheader', label: string, value: string | null) => (
    <LineField
      key={`${field}-${locale}`}
      label={label}
      value={value ?? ''}
      placeholder={kind === 'git' ? `As in the code: ${studio.git?.subject ?? ''}` : placeholders[field]}
      maxLength={field === 'subject' ? 998 : 500}
      variables={offered}
      readOnly={readOnly !== null}
      problem={messageAt(problems, field)}
      focus={jump?.place.field === field ? jump : null}
      onChange={(next) => store.change({ field, locale, value: kind === 'git' && next === '' ? null : next })}
    />
  )
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="grid gap-2 border-b bg-surface px-4 py-3">
        {line('subject', 'Subject', source.subject)}
        {'preheader' in source ? line('preheader', 'Preheader', source.preheader) : null}
      </div>
      <ForkNotice />
      <EditorSlot />
    </div>
  )
}

const placeholders = {
  subject: 'What the mail is about',
  preheader: 'What lists of mails show after the subject',
}

function messageAt(problems: readonly Problem[], field: 'subject' | 'preheader'): string | undefined {
  const found = problems.find(({ where, severity }) => severity === 'error' && where?.field === field)
  return found?.message
}
