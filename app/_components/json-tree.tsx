'use client'

import { ChevronRight, Copy, Link2 } from 'lucide-react'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { entriesOf, type JsonRow, jsonRows, openPaths } from './json-rows.ts'
import { Button } from './ui/button.tsx'
import { cn } from './ui/cn.ts'
import { CopyButton, copyText } from './ui/copy-button.tsx'

export interface JsonTreeProps {
  value: unknown
  /** Names the tree: “Payload”. */
  label: string
  /** Levels that are open at first. */
  depth?: number
  className?: string
}

const rowKey = (row: JsonRow) => (row.hidden ? `${row.path} …` : row.path)
const written = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value, null, 2))

/**
 * JSON as a tree: arrows walk, left and right fold, `c` copies the value and `p` the path of the line that has
 * the focus. What is no object or array is shown as it is.
 */
export function JsonTree({ value, label, depth = 2, className }: JsonTreeProps) {
  const [open, setOpen] = useState(() => new Set(openPaths(value, depth)))
  const [full, setFull] = useState<ReadonlySet<string>>(new Set())
  const [at, setAt] = useState<string>()
  const [said, setSaid] = useState('')
  const tree = useRef<HTMLDivElement>(null)

  const rows = useMemo(() => jsonRows(value, open, full), [value, open, full])
  const all = useMemo(() => openPaths(value), [value])
  // Exactly one line can be reached by Tab: the last one that had the focus, else the first.
  const current = Math.max(
    rows.findIndex((row) => rowKey(row) === at),
    0,
  )

  const focusRow = (index: number) => {
    tree.current?.querySelectorAll<HTMLElement>('[role=treeitem]')[index]?.focus()
  }
  const toggle = (row: JsonRow, unfold = !row.open) => {
    if (row.hidden) return setFull(new Set([...full, row.path]))
    if (!row.size) return
    const next = new Set(open)
    if (unfold) next.add(row.path)
    else next.delete(row.path)
    setOpen(next)
  }
  const copy = async (what: 'Path' | 'Value', text: string) => {
    setSaid((await copyText(text)) ? `${what} copied` : 'Could not copy')
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[current]
    if (!row || event.metaKey || event.ctrlKey || event.altKey) return
    if (event.target instanceof HTMLButtonElement) return
    switch (event.key) {
      case 'ArrowDown':
        focusRow(current + 1)
        break
      case 'ArrowUp':
        focusRow(current - 1)
        break
      case 'Home':
        focusRow(0)
        break
      case 'End':
        focusRow(rows.length - 1)
        break
      case 'ArrowRight':
        if (row.open) focusRow(current + 1)
        else toggle(row, true)
        break
      case 'ArrowLeft':
        if (row.open) toggle(row, false)
        else focusRow(rows.findLastIndex((other, index) => index < current && other.level < row.level))
        break
      case 'Enter':
      case ' ':
        toggle(row)
        break
      case 'c':
        void copy('Value', written(row.value))
        break
      case 'p':
        void copy('Path', row.path)
        break
      default:
        return
    }
    event.preventDefault()
    event.stopPropagation()
  }

  if (!entriesOf(value)) {
    return (
      <div className={cn('p-4 font-mono text-xs', className)}>
        <Leaf value={value} />
      </div>
    )
  }
  return (
    <div className={className}>
      <div className="flex flex-wrap items-center justify-end gap-1.5 px-3 pt-2">
        <span role="status" className="mr-auto pl-1 text-muted text-xs">
          {said}
        </span>
        {all.length > 0 ? (
          <Button size="sm" variant="ghost" onClick={() => setOpen(new Set(open.size > 0 ? [] : all))}>
            {open.size > 0 ? 'Fold all' : 'Unfold all'}
          </Button>
        ) : null}
        <CopyButton text value={JSON.stringify(value, null, 2)} label="Copy JSON" />
      </div>
      <div ref={tree} role="tree" aria-label={label} className="overflow-x-auto px-2 py-2 font-mono text-xs">
        {rows.map((row, index) => (
          <div
            key={rowKey(row)}
            role="treeitem"
            aria-level={row.level}
            aria-posinset={row.position}
            aria-setsize={row.siblings}
            aria-selected={index === current}
            {...(row.size ? { 'aria-expanded': row.open } : {})}
            tabIndex={index === current ? 0 : -1}
            onFocus={() => setAt(rowKey(row))}
            onClick={() => toggle(row)}
            onKeyDown={onKeyDown}
            style={{ paddingLeft: `${(row.level - 1) * 1.125 + 0.25}rem` }}
            className={cn(
              'group/line flex min-h-6 items-start gap-1 rounded-sm pr-1 leading-6 outline-none hover:bg-hover focus-visible:bg-hover focus-visible:outline-2 focus-visible:outline-accent focus-visible:-outline-offset-2',
              (row.size || row.hidden) && 'cursor-pointer',
            )}
          >
            <Line row={row} onCopy={copy} />
          </div>
        ))}
        {rows.length === 0 ? <span className="px-2 text-muted">{JSON.stringify(value)}</span> : null}
      </div>
    </div>
  )
}

interface LineProps {
  row: JsonRow
  onCopy: (what: 'Path' | 'Value', text: string) => void
}

function Line({ row, onCopy }: LineProps) {
  if (row.hidden) return <span className="pl-4 text-accent">Show {row.hidden} more</span>
  const isArray = Array.isArray(row.value)
  return (
    <>
      <ChevronRight
        aria-hidden
        className={cn(
          'mt-1.5 size-3 shrink-0 text-faint transition-transform duration-100',
          row.open && 'rotate-90',
          !row.size && 'invisible',
        )}
      />
      <span
        className={cn(
          'max-w-[45%] shrink-0 break-words',
          typeof row.name === 'number' ? 'text-faint' : 'text-muted',
        )}
      >
        {row.name}:
      </span>
      <span className="min-w-0 flex-1">
        {row.size === undefined ? (
          <Leaf value={row.value} />
        ) : (
          <span className="text-faint">
            {row.size === 0 ? (isArray ? '[]' : '{}') : isArray ? `[${row.size}]` : `{${row.size}}`}
          </span>
        )}
      </span>
      <span className="sticky right-0 hidden shrink-0 bg-hover group-focus-within/line:flex group-hover/line:flex group-focus/line:flex">
        {(['Value', 'Path'] as const).map((what) => (
          <button
            key={what}
            type="button"
            tabIndex={-1}
            aria-label={`Copy ${what.toLowerCase()} of ${row.path}`}
            title={`Copy ${what.toLowerCase()} (${what === 'Value' ? 'c' : 'p'})`}
            onClick={(event) => {
              event.stopPropagation()
              onCopy(what, what === 'Value' ? written(row.value) : row.path)
            }}
            className="grid size-6 place-items-center rounded-sm text-faint hover:text-ink"
          >
            {what === 'Value' ? (
              <Copy aria-hidden className="size-3" />
            ) : (
              <Link2 aria-hidden className="size-3.5" />
            )}
          </button>
        ))}
      </span>
    </>
  )
}

const longText = 400

function Leaf({ value }: { value: unknown }) {
  const [whole, setWhole] = useState(false)
  if (typeof value === 'string') {
    const cut = !whole && value.length > longText
    return (
      <span className="whitespace-pre-wrap break-words text-green">
        "{cut ? value.slice(0, longText) : value}
        {cut ? '…' : ''}"
        {cut ? (
          <button
            type="button"
            tabIndex={-1}
            onClick={() => setWhole(true)}
            className="ml-1 text-accent underline-offset-2 hover:underline"
          >
            show all {value.length.toLocaleString('en')} characters
          </button>
        ) : null}
      </span>
    )
  }
  if (typeof value === 'number') return <span className="text-blue">{String(value)}</span>
  if (typeof value === 'boolean') return <span className="text-violet">{String(value)}</span>
  return <span className="text-faint">{value === null ? 'null' : String(value)}</span>
}
