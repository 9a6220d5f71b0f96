import { Button } from '#app/_components/ui/button.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import type { Words } from '../_words/words.ts'

/** In place of the page of a link that was revoked: unsubscribing is what is left. */
export function Revoked({
  token,
  words,
  mayLeave,
  hasLeft,
}: {
  token: string
  words: Words['revoked']
  mayLeave: boolean
  hasLeft: boolean
}) {
  return (
    <>
      {hasLeft ? (
        <div role="status">
          <Notice tone="green">{words.done}</Notice>
        </div>
      ) : null}
      <p className="text-pretty">{words.text}</p>
      {mayLeave && !hasLeft ? (
        <form method="post" action={`/u/${encodeURIComponent(token)}/choices`} className="grid gap-3">
          <p className="text-pretty text-muted text-sm">{words.leave}</p>
          <Button
            type="submit"
            name="do"
            value="leave"
            className="h-auto min-h-11 w-full whitespace-normal py-2 text-lg"
          >
            {words.button}
          </Button>
        </form>
      ) : null}
    </>
  )
}
