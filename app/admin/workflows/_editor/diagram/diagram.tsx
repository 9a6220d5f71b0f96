'use client'

import { CornerDownRight } from 'lucide-react'
import { ChannelIcon, channelNames } from '#app/_components/channel.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import type { WorkflowDefinition } from '#server/workflows/schemas.ts'
import { durationWords } from '../../_words/duration.ts'
import type { SectionId } from '../types.ts'
import type { DiagramStep } from './steps.ts'

export interface DiagramProps {
  steps: readonly DiagramStep[]
  workflow: Pick<WorkflowDefinition, 'channels' | 'fallback'>
  /** Leads to the part of the form that settles a step. */
  onJump: (section: SectionId) => void
}

/** The way of an event as boxes with arrows between; to a screen reader a list in that order. */
export function Diagram({ steps, workflow, onJump }: DiagramProps) {
  return (
    <nav aria-label="Steps of this workflow">
      <ol className="grid">
        {steps.map((step, index) => (
          <li key={step.id} className="grid">
            {index > 0 ? <Arrow /> : null}
            <Box step={step} onJump={onJump}>
              {step.id === 'channels' ? <Channels {...workflow} /> : null}
            </Box>
            {step.exit ? <Exit>{step.exit}</Exit> : null}
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** From one box to the next. */
function Arrow() {
  return (
    <svg aria-hidden="true" viewBox="0 0 16 16" className="ml-4 size-4 text-faint">
      <path
        d="M8 0v13M4.5 9.5 8 13l3.5-3.5"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}

interface BoxProps {
  step: DiagramStep
  onJump: (section: SectionId) => void
  /** Drawn in place of the lines. */
  children: React.ReactNode
}

function Box({ step: { section, title, lines, isOn }, onJump, children }: BoxProps) {
  return (
    <button
      type="button"
      onClick={() => onJump(section)}
      className={cn(
        'min-w-0 rounded-md border px-2.5 text-left transition-colors duration-100 hover:bg-hover',
        isOn
          ? 'grid gap-0.5 bg-surface py-1.5 shadow-sm'
          : 'flex items-baseline gap-2 border-dashed bg-transparent py-1',
      )}
    >
      <span className={cn('font-medium text-xs', isOn ? 'text-ink' : 'text-faint')}>
        {title}
        {isOn ? null : <span className="sr-only"> (does nothing here)</span>}
      </span>
      {children ?? (
        <span className={cn('wrap-anywhere grid text-xs', isOn ? 'text-muted' : 'text-faint')}>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two may be alike while they are written.
            <span key={index}>{line}</span>
          ))}
        </span>
      )}
    </button>
  )
}

/** Where an event leaves the way. */
function Exit({ children }: { children: string }) {
  return (
    <span className="mt-0.5 ml-4 flex items-start gap-1 text-2xs text-faint">
      <CornerDownRight aria-hidden className="mt-0.5 size-3 shrink-0" />
      {children}
    </span>
  )
}

/** The channels beside each other, or below each other with the wait between. */
function Channels({ channels, fallback }: DiagramProps['workflow']) {
  return (
    <span className={cn('mt-0.5 grid gap-1.5', fallback ? 'gap-0.5' : channels.length > 1 && 'grid-cols-2')}>
      {channels.map((channel, index) => (
        <span key={channel} className="grid gap-0.5">
          {fallback && index > 0 ? (
            <span className="flex items-center gap-1 text-2xs text-muted">
              <Arrow />
              <span>
                {durationWords(fallback.afterS)} later, unless {fallback.unless}
              </span>
            </span>
          ) : null}
          <span className="flex h-7 items-center gap-1.5 rounded-sm border bg-sunken px-2 text-ink text-xs">
            <ChannelIcon channel={channel} className="size-3.5 shrink-0 text-muted" />
            {channelNames[channel]}
          </span>
        </span>
      ))}
    </span>
  )
}
