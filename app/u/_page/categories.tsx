import { Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from '#app/_components/ui/cn.ts'
import type { Channel } from '#server/db/schema/deliveries.ts'
import type { PageCategory, RecipientPage } from '#server/recipients/page.ts'
import type { Words } from '../_words/words.ts'
import { switchName } from '../form.ts'
import { Section } from './section.tsx'
import { Switch } from './switch.tsx'
import { isKeptOn, type Values } from './values.ts'

/** Category × channel. */
export function Categories({ page, values, words }: { page: RecipientPage; values: Values; words: Words }) {
  const { categories: said } = words
  const shown: readonly Channel[] = page.user ? ['email', 'push'] : ['email']
  const cells = shown.length === 2 ? 'grid-cols-[1fr_3rem_3rem]' : 'grid-cols-[1fr_3rem]'
  const switchOf = (channel: Channel, category: PageCategory | null, label: string) => (
    <Switch
      key={channel}
      label={label}
      name={switchName(channel, category?.key ?? null)}
      isOn={isKeptOn(page, channel, category?.key ?? null)}
      checked={values.isOn(channel, category?.key ?? null)}
    />
  )
  return (
    <Section title={said.title} flush>
      <div
        aria-hidden
        className={cn('grid justify-items-center gap-x-1 px-4 pt-1 text-muted text-xs', cells)}
      >
        <span />
        {shown.map((channel) => (
          <span key={channel}>{said.channel[channel]}</span>
        ))}
      </div>
      <ul className="divide-y">
        {page.user ? (
          <Row cells={cells} name={said.whole.name} text={said.whole.text}>
            {shown.map((channel) => switchOf(channel, null, said.allBy[channel]))}
          </Row>
        ) : null}
        {page.categories.map((category) => {
          const name = words.ownWords[category.name] ?? category.name
          const text = category.description && (words.ownWords[category.description] ?? category.description)
          return (
            <Row key={category.key} cells={cells} name={name} text={text}>
              {category.required ? (
                <span
                  className={cn(
                    'flex min-h-12 flex-col items-center justify-center text-center text-muted text-xs',
                    shown.length === 2 && 'col-span-2',
                  )}
                >
                  <Lock aria-hidden className="size-4" />
                  {said.always}
                </span>
              ) : (
                shown.map((channel) => switchOf(channel, category, said.by[channel](name)))
              )}
            </Row>
          )
        })}
      </ul>
    </Section>
  )
}

function Row({
  cells,
  name,
  text,
  children,
}: {
  cells: string
  name: string
  text: string | null
  children: ReactNode
}) {
  return (
    <li className={cn('grid items-center gap-x-1 px-4 py-2', cells)}>
      <span className="grid min-w-0 gap-0.5 pr-2">
        <span className="break-words font-medium">{name}</span>
        {text ? <span className="text-pretty text-muted text-sm">{text}</span> : null}
      </span>
      {children}
    </li>
  )
}
