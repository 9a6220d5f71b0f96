'use client'

import { Plus } from 'lucide-react'
import { ChannelIcon, channelNames } from '#app/_components/channel.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Segmented } from '#app/_components/ui/segmented.tsx'
import type { Channel } from '#server/db/schema/deliveries.ts'
import { workflowChannels } from '#server/workflows/schemas.ts'
import { fallbackWords } from '../../_words/parts.ts'
import { useEditor } from '../editor-context.tsx'
import { DurationField } from '../fields/duration-field.tsx'
import { ListRow, moved } from '../fields/list-row.tsx'
import { OptionalPart } from '../fields/optional-part.tsx'
import { Section } from '../fields/section.tsx'
import { PushFields } from './push-fields.tsx'

/** On which channels it goes: on all at once, or one after the other. */
export function ChannelsSection() {
  const { workflow, change, wrong, readOnly } = useEditor()
  const { channels, fallback } = workflow
  const names = channels.map((channel) => channelNames[channel].toLowerCase())
  // Without a second channel there is nothing to fall back to.
  const set = (next: Channel[]) => change({ channels: next, ...(next.length < 2 ? { fallback: null } : {}) })
  const left = workflowChannels.filter((channel) => !channels.includes(channel))
  return (
    <Section
      id="channels"
      title="Channels"
      says={fallback ? `by ${names.join(', else by ')},` : `by ${names.join(' and ') || 'no channel yet'},`}
      fields={['channels', 'fallback', 'push']}
    >
      <ol aria-label="Channels" className="grid gap-2">
        {channels.map((channel, index) => (
          <ListRow
            key={channel}
            name={channelNames[channel]}
            ordered={!readOnly && channels.length > 1}
            onUp={index > 0 ? () => set(moved(channels, index, -1)) : undefined}
            onDown={index < channels.length - 1 ? () => set(moved(channels, index, 1)) : undefined}
            onRemove={
              readOnly || channels.length === 1
                ? undefined
                : () => set(channels.filter((one) => one !== channel))
            }
          >
            <span className="inline-flex h-8 items-center gap-2 rounded-md border px-2.5 text-sm">
              <ChannelIcon channel={channel} className="size-4 text-muted" />
              {channelNames[channel]}
            </span>
            {fallback && index > 0 ? <span className="text-muted text-xs">if need be</span> : null}
          </ListRow>
        ))}
      </ol>
      {wrong('channels') ? <p className="text-red text-xs">{wrong('channels')}</p> : null}
      {readOnly || left.length === 0 ? null : (
        <div className="flex gap-2">
          {left.map((channel) => (
            <Button key={channel} size="sm" onClick={() => set([...channels, channel])}>
              <Plus aria-hidden />
              Add {channelNames[channel].toLowerCase()}
            </Button>
          ))}
        </div>
      )}
      {channels.length > 1 || fallback ? (
        <OptionalPart
          label="One after the other"
          about={
            fallback
              ? `${fallbackWords(fallback)}. When the one before fails, the next is used at once.`
              : 'Off: all channels at once. On: the next only if the one before did not reach them.'
          }
          checked={fallback !== null}
          onCheckedChange={(on) => change({ fallback: on ? { afterS: 600, unless: 'seen' } : null })}
          error={wrong('fallback')}
        >
          {fallback ? (
            <>
              <DurationField
                label="Wait"
                value={fallback.afterS}
                onValueChange={(afterS) => change({ fallback: { ...fallback, afterS } })}
                error={wrong('fallback.afterS')}
              />
              <div className="grid gap-1.5">
                <span className="font-medium text-sm">Unless it was</span>
                <Segmented
                  label="Unless it was"
                  value={fallback.unless}
                  onValueChange={(unless) => change({ fallback: { ...fallback, unless } })}
                  options={[
                    { value: 'delivered', label: 'Delivered' },
                    { value: 'seen', label: 'Seen' },
                  ]}
                />
              </div>
            </>
          ) : null}
        </OptionalPart>
      ) : null}
      {channels.includes('push') ? <PushFields /> : null}
    </Section>
  )
}
