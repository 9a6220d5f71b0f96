'use client'

import { Segmented } from '#app/_components/ui/segmented.tsx'
import { durationWords } from '../../_words/duration.ts'
import { digestWords } from '../../_words/parts.ts'
import { useEditor } from '../editor-context.tsx'
import { DurationField } from '../fields/duration-field.tsx'
import { OptionalPart } from '../fields/optional-part.tsx'
import { Section } from '../fields/section.tsx'

/** When it goes: a delay, quiet hours, a digest. */
export function TimingSection() {
  const { workflow, change, wrong } = useEditor()
  const { delayS, digest, critical } = workflow
  const says = [
    delayS === null ? 'at once' : `${durationWords(delayS)} after the event`,
    ...(critical ? ['in quiet hours too'] : ['outside the recipient’s quiet hours']),
    ...(digest && !critical ? [digestWords(digest).toLowerCase()] : []),
  ]
  return (
    <Section id="timing" title="When" says={`${says.join(', ')},`} fields={['delayS', 'digest']}>
      <OptionalPart
        label="Delay"
        about="Sent some time after the event: a reminder, a question how it was."
        checked={delayS !== null}
        onCheckedChange={(on) => change({ delayS: on ? 600 : null })}
      >
        {delayS === null ? null : (
          <DurationField
            label="After"
            value={delayS}
            onValueChange={(next) => change({ delayS: next })}
            error={wrong('delayS')}
          />
        )}
      </OptionalPart>
      <OptionalPart
        label="Digest"
        about="Several events are collected for each recipient and listed in one message. The template is given count, and items with each event’s data."
        checked={digest !== null}
        onCheckedChange={(on) => change({ digest: on ? { until: 'window', windowS: 3_600 } : null })}
        error={wrong('digest')}
      >
        {digest === null ? null : (
          <>
            <div className="grid gap-1.5">
              <span className="font-medium text-sm">Collect</span>
              <Segmented
                label="Collect"
                value={digest.until}
                onValueChange={(until) =>
                  change({ digest: until === 'window' ? { until, windowS: 3_600 } : { until } })
                }
                options={[
                  { value: 'window', label: 'For a time' },
                  { value: 'quiet_hours_end', label: 'Until quiet hours end' },
                ]}
              />
            </div>
            {digest.until === 'window' ? (
              <DurationField
                label="From the first event on, for"
                value={digest.windowS}
                onValueChange={(windowS) => change({ digest: { until: 'window', windowS } })}
                error={wrong('digest.windowS')}
              />
            ) : (
              <p className="max-w-64 self-end text-muted text-xs">
                Outside of quiet hours, and for those who have none, it is sent at once.
              </p>
            )}
          </>
        )}
      </OptionalPart>
      <p className="text-muted text-xs">
        Quiet hours are each user’s own, in their time zone;{' '}
        {critical ? 'they do not hold what is critical.' : 'what falls into them is held until they end.'}
      </p>
    </Section>
  )
}
