import { changedWords, piecesOf, wordsOf } from './changed-words.ts'
import { Pieces } from './pieces.tsx'

export interface LineDiffProps {
  /** “Subject”. */
  label: string
  /** Null: there is none on that side. */
  before: string | null
  after: string | null
}

/** A line of text as it was and as it is, with the changed words marked; once where both say the same. */
export function LineDiff({ label, before, after }: LineDiffProps) {
  const same = before === null || before === after
  const words = { before: wordsOf(before ?? ''), after: wordsOf(after ?? '') }
  const changed = changedWords(words.before, words.after)
  return (
    <div className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-3 px-4 py-1 text-sm">
      <span className="text-muted">{label}</span>
      <div className="wrap-anywhere grid min-w-0 gap-0.5">
        {same ? (
          <Words text={after} />
        ) : (
          <>
            <del className="text-muted no-underline">
              <span className="sr-only">Before: </span>
              {before ? (
                <Pieces pieces={piecesOf(words.before, changed.before)} look="before" />
              ) : (
                <Words text={before} />
              )}
            </del>
            <ins className="no-underline">
              <span className="sr-only">Now: </span>
              {after ? (
                <Pieces pieces={piecesOf(words.after, changed.after)} look="after" />
              ) : (
                <Words text={after} />
              )}
            </ins>
          </>
        )}
      </div>
    </div>
  )
}

const Words = ({ text }: { text: string | null }) =>
  text ? (
    <span>{text}</span>
  ) : (
    <span className="text-faint italic">{text === null ? 'not there' : 'empty'}</span>
  )
