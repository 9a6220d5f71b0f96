'use client'

import type { Leaf } from './leaves.ts'

interface LeafListProps {
  leaves: readonly Leaf[]
  /** Which field a click fills: “Order id”; null: none can be filled. */
  fills: string | null
  onPick: (path: string) => void
}

/** The places in the payload; a click puts its path into the field that was last in use. */
export function LeafList({ leaves, fills, onPick }: LeafListProps) {
  return (
    <div className="grid gap-1.5">
      <p className="text-muted text-xs">
        {fills ? (
          <>
            Click a place to use its path for <strong className="font-medium text-ink">{fills}</strong>; the
            field that you were last in is filled.
          </>
        ) : (
          'The places in this payload.'
        )}
      </p>
      <ul aria-label="Places in the payload" className="max-h-56 overflow-y-auto rounded-md border py-1">
        {leaves.map(({ path, text }) => (
          <li key={path}>
            <button
              type="button"
              disabled={!fills}
              onClick={() => onPick(path)}
              className="flex w-full items-baseline gap-3 px-2.5 py-0.5 text-left font-mono text-xs leading-5 enabled:hover:bg-hover focus-visible:-outline-offset-2"
            >
              <span className="max-w-[55%] shrink-0 truncate" title={path}>
                {path}
              </span>
              <span className="min-w-0 flex-1 truncate text-muted" title={text}>
                {text}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
