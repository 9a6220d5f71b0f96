import { Button } from '#app/_components/ui/button.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import type { RecipientPage } from '#server/recipients/page.ts'
import { PushSubscribe } from '../_push/subscribe.tsx'
import type { Words } from '../_words/words.ts'
import type { Asked } from '../form.ts'
import { Categories } from './categories.tsx'
import { Locality } from './locality.tsx'
import { QuietHours } from './quiet-hours.tsx'
import { Section } from './section.tsx'
import { valuesOf } from './values.ts'

export interface ChoicesProps {
  token: string
  page: RecipientPage
  words: Words
  /** What was done just now. */
  done: Asked | null
  /** The fields that could not be saved, and what was typed then. */
  wrong: ReadonlySet<string>
  typed: URLSearchParams | null
  defaultTimezone: string
  /** VAPID's, base64url; null: nothing to subscribe with. */
  publicKey: string | null
}

/** Everything that can be chosen, in one form, so that no button loses what was typed beside another. */
export function Choices(props: ChoicesProps) {
  const { token, page, words, done, wrong, typed, defaultTimezone, publicKey } = props
  const values = valuesOf(page, wrong.size > 0 ? typed : null)
  const optional = page.categories.filter(({ optional: is }) => is).map(({ name }) => own(words, name))
  return (
    <form
      method="post"
      action={`/u/${encodeURIComponent(token)}/choices`}
      autoComplete="off"
      className="grid gap-5 [&_:is(input,select,button)]:scroll-mb-24"
    >
      {/* The first button is what the Enter key presses. */}
      <button type="submit" name="do" value="save" tabIndex={-1} aria-hidden className="sr-only" />
      <Told page={page} words={words} done={done} isWrong={wrong.size > 0} />
      <Categories page={page} values={values} words={words} />
      {page.user ? (
        <>
          <QuietHours quiet={values.quiet} kept={page.user.quietHours} wrong={wrong} words={words} />
          <Locality
            page={page}
            user={page.user}
            values={values}
            wrong={wrong}
            defaultTimezone={defaultTimezone}
            words={words}
          />
        </>
      ) : null}
      <div className="sticky bottom-0 -mx-4 border-t bg-background px-4 py-3 sm:static sm:mx-0 sm:border-0 sm:p-0">
        <Button type="submit" name="do" value="save" variant="primary" className={WIDE}>
          {words.save}
        </Button>
      </div>
      {page.user && publicKey !== null ? (
        <Section title={words.push.title}>
          <PushSubscribe token={token} publicKey={publicKey} words={words.push} />
        </Section>
      ) : null}
      {page.unsubscribed || optional.length === 0 ? null : (
        <Section title={words.all.title}>
          <p className="text-pretty text-muted text-sm">{words.all.text(optional.join(', '))}</p>
          <Button type="submit" name="do" value="unsubscribe" className={WIDE}>
            {words.all.button}
          </Button>
        </Section>
      )}
      <p className="text-pretty text-center text-muted text-sm">{words.yours}</p>
    </form>
  )
}

/** A button as wide as the page, as high as its words want. */
const WIDE = 'h-auto min-h-11 w-full whitespace-normal wrap-anywhere py-2 text-lg'

const own = (words: Words, text: string): string => words.ownWords[text] ?? text

/** What was done, what is wrong, and the one thing that most come for. */
function Told({
  page,
  words,
  done,
  isWrong,
}: Pick<ChoicesProps, 'page' | 'words' | 'done'> & { isWrong: boolean }) {
  const linked = page.categories.find(({ key }) => key === page.linked)
  const name = linked ? own(words, linked.name) : ''
  const mayLeave = linked !== undefined && !linked.required && linked.on.email === true
  return (
    <>
      {isWrong ? <Notice tone="red">{words.wrong}</Notice> : null}
      {done ? (
        <div role="status">
          <Notice tone="green">{done === 'leave' ? words.done.leave(name) : words.done[done]}</Notice>
        </div>
      ) : null}
      {page.stopped ? <Notice tone="amber">{words.stopped[page.stopped]}</Notice> : null}
      {page.unsubscribed ? (
        <Section title={words.unsubscribed.title}>
          <p className="text-pretty text-muted text-sm">{words.unsubscribed.text}</p>
          <Button type="submit" name="do" value="resubscribe" className={WIDE}>
            {words.unsubscribed.button}
          </Button>
        </Section>
      ) : null}
      {mayLeave && !done ? (
        <div className="grid gap-3 rounded-xl border bg-surface p-4 shadow-sm">
          <p className="wrap-anywhere text-pretty">{words.came(name)}</p>
          <Button type="submit" name="do" value="leave" className={WIDE}>
            {words.leave(name)}
          </Button>
        </div>
      ) : null}
    </>
  )
}
