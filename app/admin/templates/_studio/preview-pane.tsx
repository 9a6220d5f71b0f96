'use client'

import { useId, useRef } from 'react'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { formatBytes } from '../../_mail/mail-format.ts'
import { languageName } from '../languages.ts'
import { InboxLine } from './inbox-line.tsx'
import { MailView } from './mail-view.tsx'
import { MissingVariables } from './missing-variables.tsx'
import { usePlace } from './place-context.tsx'
import { PreviewBar } from './preview-bar.tsx'
import { useStudio } from './studio-context.tsx'
import { useView } from './view-context.tsx'

/** The mail as its reader gets it, beside what is being written. */
export function PreviewPane() {
  const { studio } = useStudio()
  const { url, locale } = usePlace()
  const { preview, fixture } = useView()
  const id = useId()
  const started = useRef(false)
  const { good, last, failure } = preview
  if (good) started.current = true
  const error = failure ?? last?.problems.find(({ severity }) => severity === 'error')?.message
  const broken = last !== null && last !== good
  return (
    <section aria-labelledby={id} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <h2 id={id} className="sr-only">
        Preview
      </h2>
      <PreviewBar />
      {good ? (
        <InboxLine
          sender={studio.theme.brandName || 'Posthorn'}
          subject={good.subject}
          preheader={good.preheader}
          text={good.text}
          view={url.view}
        />
      ) : null}
      <p role="status" className="contents">
        {error && (failure || broken) ? (
          <span className="block border-b bg-red-soft px-3 py-1.5 text-red text-xs">
            {good ? 'Shown is the last that worked. ' : ''}
            {error}
          </span>
        ) : null}
      </p>
      <MissingVariables />
      {good ? (
        <MailView
          html={good.html}
          text={good.text}
          view={url.view}
          dark={url.dark}
          title={`Preview in ${languageName(locale)} with ${fixture.name}`}
        />
      ) : error ? (
        <p className="p-4 text-muted text-sm">There is nothing to show until this is mended.</p>
      ) : (
        <SkeletonRows rows={6} label="Rendering" />
      )}
      {good ? (
        <p className="border-t px-3 py-1 text-2xs text-muted tabular-nums">
          {formatBytes(good.bytes)} · compiled in {Math.round(good.compileMs)} ms
        </p>
      ) : null}
    </section>
  )
}
