'use client'

import { useMemo } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { HtmlFrame } from '../_studio/html-frame.tsx'
import { changedWords, piecesOf, wordsOf } from './changed-words.ts'
import { LineDiff } from './line-diff.tsx'
import { markChanges } from './mark-changes.ts'
import { Pieces } from './pieces.tsx'

/** A mail, put together. */
export interface MailSide {
  subject: string
  preheader?: string
  html: string
  text: string
}

export interface SideBySideProps {
  before: MailSide | null
  after: MailSide
  /** Above each: `v6`, `Draft`. */
  names: { before: string; after: string }
  view: 'look' | 'text'
  /** Whether words that the other side lacks are marked. */
  marks: boolean
  onMarks: (marks: boolean) => void
}

/** Two mails beside each other, or below each other where there is no room, with what changed marked. */
export function SideBySide({ before, after, names, view, marks, onMarks }: SideBySideProps) {
  const beforeHtml = before?.html ?? null
  const marked = useMemo(
    () => (beforeHtml === null ? null : markChanges(beforeHtml, after.html)),
    [beforeHtml, after.html],
  )
  const shown = marks && marked ? marked : { before: beforeHtml, after: after.html }
  return (
    <div className="min-w-0">
      <div className="border-b py-1.5">
        <LineDiff label="Subject" before={before?.subject ?? null} after={after.subject} />
        {before?.preheader || after.preheader ? (
          <LineDiff
            label="Preheader"
            before={before ? (before.preheader ?? '') : null}
            after={after.preheader ?? ''}
          />
        ) : null}
      </div>
      {before && marked ? (
        <div className="flex min-h-10 items-center gap-3 border-b px-4 text-muted text-xs">
          <p role="status" className="min-w-0 flex-1">
            {verdict(before, after, marked.changes)}
          </p>
          {marked.changes > 0 && view === 'look' ? (
            <Button size="sm" variant="ghost" aria-pressed={marks} onClick={() => onMarks(!marks)}>
              {marks ? 'Hide the marks' : 'Mark what changed'}
            </Button>
          ) : null}
        </div>
      ) : null}
      <div className="@container bg-sunken">
        <div className={before ? 'grid gap-3 p-3 @2xl:grid-cols-2' : 'p-3'}>
          {before && shown.before !== null ? (
            <Side name={names.before}>
              {view === 'look' ? (
                <Frame html={shown.before} title={`${names.before}: ${before.subject}`} />
              ) : (
                <PlainText own={before.text} other={after.text} side="before" />
              )}
            </Side>
          ) : null}
          <Side name={names.after}>
            {view === 'look' ? (
              <Frame html={shown.after} title={`${names.after}: ${after.subject}`} />
            ) : (
              <PlainText own={after.text} other={before?.text ?? null} side="after" />
            )}
          </Side>
        </div>
      </div>
    </div>
  )
}

function verdict(before: MailSide, after: MailSide, changes: number): string {
  if (before.html === after.html && before.text === after.text) {
    return before.subject === after.subject
      ? 'Both are the same, byte for byte.'
      : 'Only the subject differs.'
  }
  if (changes === 0) return 'The words are the same; look, links or images differ.'
  return `${changes} ${changes === 1 ? 'word differs' : 'words differ'}.`
}

function Side({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <figure className="min-w-0 overflow-clip rounded-md border bg-surface">
      <figcaption className="border-b px-3 py-1 text-muted text-xs">{name}</figcaption>
      {children}
    </figure>
  )
}

function Frame({ html, title }: { html: string; title: string }) {
  return (
    // Below each other both are to be seen at once.
    <div className="h-80 @2xl:h-[36rem]">
      <HtmlFrame html={html} title={title} />
    </div>
  )
}

function PlainText({ own, other, side }: { own: string; other: string | null; side: 'before' | 'after' }) {
  const words = wordsOf(own)
  const others = other === null ? words : wordsOf(other)
  const changed = side === 'before' ? changedWords(words, others).before : changedWords(others, words).after
  return (
    <pre className="max-h-[36rem] overflow-auto whitespace-pre-wrap break-words px-3 py-2 text-xs leading-5">
      {own === '' ? (
        <span className="text-faint">This mail has no text part.</span>
      ) : (
        <Pieces pieces={piecesOf(words, changed)} look={side} />
      )}
    </pre>
  )
}
