'use client'

import { type ReactNode, useId } from 'react'
import { Notice } from '#app/_components/ui/notice.tsx'
import { useEditor } from '../editor-context.tsx'
import type { SectionId } from '../types.ts'

export interface SectionProps {
  id: SectionId
  title: string
  /** What it comes to, as a sentence that goes on from the section before. */
  says: ReactNode
  /** The fields whose warnings stand here. */
  fields: readonly string[]
  children: ReactNode
}

/** The id of a section's heading, which the diagram leads to. */
export const sectionHeading = (id: SectionId) => `workflow-${id}`

/** One part of the form: what it comes to in words, what is odd about it, and its fields. */
export function Section({ id, title, says, fields, children }: SectionProps) {
  const { warnings, readOnly } = useEditor()
  const saysId = useId()
  const own = warnings.filter(({ path }) => fields.includes(path))
  return (
    <section
      aria-labelledby={sectionHeading(id)}
      aria-describedby={saysId}
      className="min-w-0 scroll-mt-28 rounded-lg border bg-surface shadow-sm"
    >
      <header className="grid gap-0.5 border-b px-4 py-2.5">
        <h2
          id={sectionHeading(id)}
          tabIndex={-1}
          className="scroll-mt-28 rounded-sm font-semibold text-ink text-sm"
        >
          {title}
        </h2>
        <p id={saysId} className="wrap-anywhere text-pretty text-muted text-sm">
          {says}
        </p>
      </header>
      <fieldset disabled={readOnly} className="grid min-w-0 gap-4 p-4">
        <legend className="sr-only">{title}</legend>
        {own.map(({ path, message }) => (
          <Notice key={`${path}${message}`} tone="amber">
            {message}
          </Notice>
        ))}
        {children}
      </fieldset>
    </section>
  )
}
