'use client'

import { useQuery } from '@tanstack/react-query'
import { parseAsInteger, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useEffect, useRef, useState } from 'react'
import { cn } from '#app/_components/ui/cn.ts'
import { toast } from '#app/_components/ui/toaster.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { differences } from '../_words/differences.ts'
import { useWorkflowChanges } from '../use-workflow-changes.ts'
import { Diagram } from './diagram/diagram.tsx'
import { stepsOf } from './diagram/steps.ts'
import { EditorProvider } from './editor-context.tsx'
import { PathsList } from './fields/path-input.tsx'
import { sectionHeading } from './fields/section.tsx'
import { Header } from './header.tsx'
import { Notices } from './notices.tsx'
import { type Pane, PaneTabs, panes } from './panes.tsx'
import { AboutSection } from './sections/about.tsx'
import { ChannelsSection } from './sections/channels.tsx'
import { ConditionsSection } from './sections/conditions.tsx'
import { ContentSection } from './sections/content.tsx'
import { EventSection } from './sections/event.tsx'
import { LimitsSection } from './sections/limits.tsx'
import { RecipientSection } from './sections/recipient.tsx'
import { RetriesSection } from './sections/retries.tsx'
import { TimingSection } from './sections/timing.tsx'
import { checked } from './state/problems.ts'
import { useDraft } from './state/use-draft.ts'
import { TryPane } from './try/try-pane.tsx'
import { useTryState } from './try/use-try.ts'
import type { SectionId, WorkflowDetail } from './types.ts'
import { useWarnings } from './use-warnings.ts'
import { VersionsPane } from './versions/versions-pane.tsx'

export interface EditorProps {
  detail: WorkflowDetail
  mayWrite: boolean
  mayTry: boolean
}

/** Long enough for what was set to be shown. */
const FRAME_MS = 50

const url = {
  pane: parseAsStringLiteral(panes).withDefault('edit'),
  /** The version that is looked at. */
  version: parseAsInteger,
  against: parseAsStringLiteral(['before', 'now']).withDefault('before'),
}

/** Left the way of an event, in the middle what is written, right what would happen; on a phone one at a time. */
export function Editor({ detail, mayWrite, mayTry }: EditorProps) {
  const trpc = useTRPC()
  const [{ pane, version, against }, setUrl] = useQueryStates(url)
  const options = useQuery(trpc.workflows.options.queryOptions(undefined, { staleTime: 60_000 })).data
  const draft = useDraft(detail)
  const changes = useWorkflowChanges()
  const [everything, setEverything] = useState(false)
  const { value, problems } = checked(draft.definition, everything)
  const warnings = useWarnings(detail, value, draft.isDirty && mayWrite)
  const trial = useTryState(draft.definition)
  const goTo = useJump(pane, () => void setUrl({ pane: 'edit' }))
  const readOnly = !mayWrite || detail.archivedAt !== null

  const category = options?.categories.find(({ key }) => key === draft.definition.category)
  const template = options?.templates.find(({ key }) => key === draft.definition.templateKey)
  const steps = stepsOf(draft.definition, {
    categoryName: category?.name ?? draft.definition.category,
    isRequired: category?.required ?? false,
    isCritical: category?.critical ?? false,
    templateName: template?.name ?? draft.definition.templateKey,
    providers: options?.providers ?? { email: [], push: [] },
  })
  const save = (note: string, done: () => void) => {
    if (!value) return
    changes.save.mutate(
      { key: detail.key, version: draft.base.version, definition: value, note },
      {
        onSuccess: (made) => {
          draft.saved(made.version, value)
          setEverything(false)
          toast.success(`Saved as version ${made.version}`)
          done()
        },
      },
    )
  }
  const check = () => {
    if (value) return true
    setEverything(true)
    void setUrl({ pane: 'edit' })
    toast.error('Correct the marked fields first')
    // Marked with the next frame, wherever of the form it stands.
    setTimeout(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), FRAME_MS)
    return false
  }
  const right: Pane = pane === 'versions' || !mayTry ? 'versions' : 'try'
  const rightPanes = mayTry ? (['try', 'versions'] as const) : (['versions'] as const)
  return (
    <EditorProvider
      value={{
        workflow: draft.definition,
        change: draft.change,
        wrong: (path) => problems.get(path),
        ...{ warnings, options, readOnly, paths: trial.paths },
      }}
    >
      <div className="grid gap-4">
        <Header
          detail={detail}
          draft={draft}
          changes={changes}
          mayWrite={mayWrite}
          differences={draft.isDirty ? differences(draft.base.definition, draft.definition) : []}
          onCheck={check}
          onSave={save}
        />
        <Notices detail={detail} draft={draft} mayWrite={mayWrite} />
        <PaneTabs
          label="Parts of the workflow"
          value={pane}
          onValueChange={(next) => void setUrl({ pane: next })}
          shown={panes.filter((one) => one !== 'try' || mayTry)}
          className="-mx-4 md:-mx-6 sticky top-12 z-20 border-t xl:hidden"
        />
        <div className="grid items-start gap-5 lg:grid-cols-[15.5rem_minmax(0,1fr)] xl:grid-cols-[15.5rem_minmax(0,1fr)_minmax(22rem,26rem)]">
          <aside
            aria-label="Steps"
            className={cn(
              'min-w-0 lg:sticky lg:top-28 lg:max-h-[calc(100dvh-8rem)] lg:overflow-y-auto lg:pr-1 lg:pb-2 xl:top-16 xl:max-h-[calc(100dvh-5rem)]',
              pane !== 'steps' && 'max-lg:hidden',
            )}
          >
            <Diagram steps={steps} workflow={draft.definition} onJump={goTo} />
          </aside>
          <div
            className={cn(
              'grid min-w-0 gap-3',
              pane === 'steps' && 'max-lg:hidden',
              (pane === 'try' || pane === 'versions') && 'max-xl:hidden',
            )}
          >
            <PathsList />
            <AboutSection />
            <EventSection />
            <ConditionsSection />
            <RecipientSection />
            <LimitsSection />
            <TimingSection />
            <ChannelsSection />
            <ContentSection />
            <RetriesSection />
          </div>
          <div
            className={cn(
              'min-w-0 overflow-clip rounded-lg border bg-surface shadow-sm xl:sticky xl:top-16 xl:max-h-[calc(100dvh-5rem)] xl:overflow-y-auto',
              pane !== 'try' && pane !== 'versions' && 'max-xl:hidden',
            )}
          >
            <PaneTabs
              label="Beside the workflow"
              value={right}
              onValueChange={(next) => void setUrl({ pane: next })}
              shown={rightPanes}
              className="sticky top-0 z-10 max-xl:hidden"
            />
            <h2 className="sr-only">{right === 'try' ? 'Try it' : 'Versions'}</h2>
            {right === 'try' ? (
              <TryPane workflowKey={detail.key} workflow={value} state={trial} />
            ) : (
              <VersionsPane
                workflowKey={detail.key}
                base={{ version: detail.version, definition: detail.definition }}
                isDirty={draft.isDirty}
                readOnly={readOnly}
                open={version}
                onOpen={(next) => void setUrl({ version: next })}
                against={against}
                onAgainst={(next) => void setUrl({ against: next })}
              />
            )}
          </div>
        </div>
      </div>
    </EditorProvider>
  )
}

/** Leads to a part of the form, after it has come into sight where another pane was open. */
function useJump(pane: Pane, showForm: () => void): (section: SectionId) => void {
  const wanted = useRef<SectionId | null>(null)
  const go = () => {
    const heading = wanted.current && document.getElementById(sectionHeading(wanted.current))
    if (!heading || heading.offsetParent === null) return
    wanted.current = null
    const isStill = window.matchMedia('(prefers-reduced-motion: reduce)').matches
    heading.scrollIntoView({ behavior: isStill ? 'auto' : 'smooth', block: 'start' })
    heading.focus({ preventScroll: true })
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the pane is what has come into sight.
  useEffect(go, [pane])
  return (section) => {
    wanted.current = section
    go()
    if (wanted.current) showForm()
  }
}
