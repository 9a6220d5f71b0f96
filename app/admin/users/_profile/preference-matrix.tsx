import { Lock } from 'lucide-react'
import { Segmented } from '#app/_components/ui/segmented.tsx'
import { type Channel, channelWords, type Preferences, type PreferencesChange } from './changed.ts'
import type { User } from './use-user.ts'

export interface PreferenceMatrixProps {
  preferences: Preferences
  categories: User['categories']
  /** Categories that were switched off by a link in a mail, for the address. */
  optedOut: readonly string[]
  onChange: (change: PreferencesChange, said: string) => void
}

type Category = User['categories'][number]

const channels = ['email', 'push'] as const
const heads = { email: 'E-mail', push: 'Push' } as const
const word = (on: boolean) => (on ? 'on' : 'off')

/** Category × channel: what the user chose, and what holds where they did not. */
export function PreferenceMatrix({ preferences, categories, optedOut, onChange }: PreferenceMatrixProps) {
  const off = channels.filter((channel) => !isOn(preferences, channel))
  return (
    <div className="@container">
      <table aria-label="Preferences" className="w-full @max-xl:block text-sm">
        <thead className="@max-xl:sr-only">
          <tr className="text-left text-muted text-xs">
            <th scope="col" className="h-8 px-4 font-medium">
              Category
            </th>
            {channels.map((channel) => (
              <th key={channel} scope="col" className="w-48 px-2 font-medium">
                {heads[channel]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="@max-xl:block">
          <MatrixRow
            head={
              <>
                <span className="font-medium">Whole channel</span>
                <span className="block text-muted text-xs">
                  {off.length === 0
                    ? 'When one is off, only what is required is sent by it.'
                    : `${off.map((channel) => heads[channel]).join(' and ')} ${off.length === 1 ? 'is' : 'are'} off: only what is required is sent.`}
                </span>
              </>
            }
            cell={(channel) => (
              <Segmented
                label={`The channel ${channelWords[channel]}`}
                value={word(isOn(preferences, channel))}
                onValueChange={(value) =>
                  onChange(
                    channel === 'email' ? { emailEnabled: value === 'on' } : { pushEnabled: value === 'on' },
                    `${heads[channel]} is ${value}`,
                  )
                }
                options={[
                  { value: 'on', label: 'On' },
                  { value: 'off', label: 'Off' },
                ]}
              />
            )}
          />
          {categories.map((category) => (
            <MatrixRow
              key={category.key}
              head={<CategoryName category={category} isOptedOut={optedOut.includes(category.key)} />}
              cell={(channel) => (
                <Choice
                  category={category}
                  channel={channel}
                  chosen={
                    channel === 'email' && optedOut.includes(category.key)
                      ? false
                      : preferences.categories[category.key]?.[channel]
                  }
                  onChange={onChange}
                />
              )}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const isOn = (preferences: Preferences, channel: Channel) =>
  channel === 'email' ? preferences.emailEnabled : preferences.pushEnabled

interface MatrixRowProps {
  head: React.ReactNode
  cell: (channel: Channel) => React.ReactNode
}

function MatrixRow({ head, cell }: MatrixRowProps) {
  return (
    <tr className="@max-xl:grid @max-xl:gap-1.5 @max-xl:border-t @max-xl:first:border-t-0 @max-xl:px-4 @max-xl:py-3">
      <th scope="row" className="@xl:border-t @xl:px-4 @xl:py-2 text-left font-normal">
        {head}
      </th>
      {channels.map((channel) => (
        <td
          key={channel}
          className="@max-xl:flex @max-xl:min-h-8 @max-xl:items-center @max-xl:justify-between @max-xl:gap-3 @xl:border-t @xl:px-2 @xl:py-2"
        >
          <span aria-hidden className="@xl:hidden text-muted text-xs">
            {heads[channel]}
          </span>
          {cell(channel)}
        </td>
      ))}
    </tr>
  )
}

interface CategoryNameProps {
  category: Category
  isOptedOut: boolean
}

function CategoryName({ category: { key, name, required, critical }, isOptedOut }: CategoryNameProps) {
  const notes = [
    name.toLowerCase() === key ? null : key,
    required ? 'required' : null,
    critical ? 'also in quiet hours' : null,
    isOptedOut && !required ? 'unsubscribed by mail: off until it is switched on here' : null,
  ].filter(Boolean)
  return (
    <>
      <span className="font-medium">{name}</span>
      {notes.length > 0 ? <span className="block text-muted text-xs">{notes.join(' · ')}</span> : null}
    </>
  )
}

interface ChoiceProps extends Pick<PreferenceMatrixProps, 'onChange'> {
  category: Category
  channel: Channel
  chosen: boolean | undefined
}

function Choice({ category: { key, name, required, defaults }, channel, chosen, onChange }: ChoiceProps) {
  if (required) {
    return (
      <span className="inline-flex h-8 items-center gap-1.5 text-muted text-xs">
        <Lock aria-hidden className="size-3.5" />
        Always on
      </span>
    )
  }
  const standard = word(defaults[channel])
  return (
    <Segmented
      label={`${name} by ${channelWords[channel]}`}
      value={chosen === undefined ? 'default' : word(chosen)}
      onValueChange={(value) => {
        const choice = value === 'default' ? null : value === 'on'
        const said = value === 'default' ? `as default (${standard})` : value
        onChange(
          { categories: { [key]: { [channel]: choice } } },
          `${name} by ${channelWords[channel]}: ${said}`,
        )
      }}
      options={[
        { value: 'default', label: `Default: ${standard}` },
        { value: 'on', label: 'On' },
        { value: 'off', label: 'Off' },
      ]}
    />
  )
}
