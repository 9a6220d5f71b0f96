import { cn } from '#app/_components/ui/cn.ts'
import type { Piece } from './changed-words.ts'

const looks = {
  before: 'bg-red-soft text-red line-through',
  after: 'bg-green-soft text-green underline',
}

/** Text with the words marked that the other side lacks. */
export function Pieces({ pieces, look }: { pieces: readonly Piece[]; look: keyof typeof looks }) {
  let from = 0
  return pieces.map(({ text, changed }) => {
    const at = from
    from += text.length
    return (
      <span key={at} className={cn(changed && ['rounded-xs', looks[look]])}>
        {text}
      </span>
    )
  })
}
