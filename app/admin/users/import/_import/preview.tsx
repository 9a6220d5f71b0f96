import { formatCount } from '#app/_components/number.tsx'
import { Badge } from '#app/_components/ui/badge.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { Notice } from '#app/_components/ui/notice.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import type { Tone } from '#app/_components/ui/tone.ts'
import type { RouterOutputs } from '#server/trpc/root.ts'

type ImportPreview = RouterOutputs['userImports']['preview']
type Row = ImportPreview['rows'][number]

const kinds: Record<Row['kind'], { word: string; tone: Tone; of: string }> = {
  create: { word: 'Added', tone: 'green', of: 'added' },
  update: { word: 'Changed', tone: 'blue', of: 'changed' },
  skip: { word: 'Left', tone: 'grey', of: 'left as they are' },
  fail: { word: 'Not taken', tone: 'red', of: 'not taken' },
}

interface PreviewProps {
  query: { data: ImportPreview | undefined; isPending: boolean; isPlaceholderData: boolean }
  /** Why there is none, in words. */
  error: string | null
}

/** What the file would do: counts over its first rows, and some of them whole. */
export function Preview({ query, error }: PreviewProps) {
  const preview = query.data
  return (
    <Card title="What it would do" flush aria-busy={query.isPending || query.isPlaceholderData}>
      {error ? (
        <Notice tone="amber" className="m-4">
          {error}
        </Notice>
      ) : preview ? (
        <div className={cn('transition-opacity', query.isPlaceholderData && 'opacity-60 delay-200')}>
          <p role="status" className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 text-sm">
            <span className="text-muted">
              {preview.lookedAt < preview.total
                ? `Of the first ${formatCount(preview.lookedAt)} of ${formatCount(preview.total)} rows:`
                : `Of ${formatCount(preview.total)} ${preview.total === 1 ? 'row' : 'rows'}:`}
            </span>
            {(Object.keys(kinds) as Row['kind'][]).map((kind) => (
              <span key={kind} className="tabular-nums">
                <strong className="font-semibold">{formatCount(preview.counts[kind])}</strong>{' '}
                {kinds[kind].of}
              </span>
            ))}
          </p>
          <Rows label="The first rows" columns={preview.columns} rows={preview.rows} />
          {preview.failures.length > 0 ? (
            <Rows
              label="Further rows that would not be taken"
              columns={preview.columns}
              rows={preview.failures}
            />
          ) : null}
        </div>
      ) : (
        <SkeletonRows rows={4} label="Reading the file" />
      )}
    </Card>
  )
}

interface RowsProps {
  label: string
  columns: readonly string[]
  rows: readonly Row[]
}

function Rows({ label, columns, rows }: RowsProps) {
  return (
    <div className="border-t">
      <h3 className="px-4 pt-3 pb-1 font-medium text-sm">{label}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard (WCAG 2.1.1). */}
      <section className="overflow-x-auto" tabIndex={0} aria-label={label}>
        <table className="w-full text-sm">
          <thead className="text-left text-muted text-xs">
            <tr>
              <th scope="col" className="px-4 py-1.5 text-right font-medium">
                Line
              </th>
              <th scope="col" className="px-2 py-1.5 font-medium">
                Outcome
              </th>
              {columns.map((column) => (
                <th key={column} scope="col" className="whitespace-nowrap px-2 py-1.5 font-medium last:pr-4">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.line} className="border-t align-top">
                <td className="px-4 py-1.5 text-right text-muted tabular-nums">{row.line}</td>
                <td className="min-w-44 px-2 py-1.5">
                  <Badge tone={kinds[row.kind].tone}>{kinds[row.kind].word}</Badge>
                  {row.issues.map(({ column, message }) => (
                    <p key={`${column} ${message}`} className="mt-1 text-pretty text-red text-xs">
                      {column ? `${column}: ` : ''}
                      {message}
                    </p>
                  ))}
                </td>
                {columns.map((column, i) => (
                  <td key={column} className="max-w-56 truncate px-2 py-1.5 last:pr-4">
                    {row.cells[i] ?? ''}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}
