import { Input } from '#app/_components/ui/input.tsx'
import type { Words } from '../_words/words.ts'
import { Labelled } from './labelled.tsx'
import { Section } from './section.tsx'
import { switchClasses } from './switch.tsx'
import type { Values } from './values.ts'

/** `kept`: as the form was shown, so that it is told what changed. `wrong`: the fields that can't be saved as they are. */
export function QuietHours({
  quiet,
  kept,
  wrong,
  words: { quiet: words },
}: {
  quiet: Values['quiet']
  kept: { start: string; end: string } | null
  wrong: ReadonlySet<string>
  words: Words
}) {
  const { start, end } = quiet
  const wrongStart = wrong.has('quietHours.start') ? words.missing : null
  const wrongEnd = wrong.has('quietHours.end') ? (end === '' ? words.missing : words.same) : null
  return (
    <Section title={words.title}>
      <input type="hidden" name="quiet_shown" value={kept ? `${kept.start}-${kept.end}` : ''} />
      <p className="text-pretty text-muted text-sm">{words.text}</p>
      <label className="flex min-h-11 cursor-pointer items-center justify-between gap-3">
        <span className="font-medium">{words.toggle}</span>
        <input
          type="checkbox"
          name="quiet"
          value="on"
          defaultChecked={quiet.isOn}
          className={switchClasses}
        />
      </label>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(8.5rem,1fr))] gap-3">
        <Labelled label={words.from} error={wrongStart}>
          {(control) => (
            <Input
              {...control}
              type="time"
              name="quiet_start"
              defaultValue={start}
              className="h-11 text-lg"
            />
          )}
        </Labelled>
        <Labelled label={words.to} error={wrongEnd}>
          {(control) => (
            <Input {...control} type="time" name="quiet_end" defaultValue={end} className="h-11 text-lg" />
          )}
        </Labelled>
      </div>
    </Section>
  )
}
