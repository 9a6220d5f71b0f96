/** A cell of a table in columns; it may span several. */
export interface TextCell {
  columns: number
  rows: number
  text: string
}

/** Spaces between columns (html-to-text's `colSpacing`). */
const GAP = 3

interface Placed extends TextCell {
  lines: string[]
  written: boolean
}

/** The offsets of columns or rows, each at least one after the one before. */
class Offsets {
  readonly #known: number[] = [0]

  at(index: number): number {
    const known = this.#known[index]
    if (known !== undefined) return known
    const offset = 1 + this.at(index - 1)
    this.#known[index] = offset
    return offset
  }

  leave(from: number, span: number, size: number): void {
    this.#known[from + span] = Math.max(this.at(from + span), this.at(from) + size)
  }
}

/**
 * The table as text, each column as wide as its widest cell: html-to-text's `tableToString`. `take` is told of each
 * line's length before it is written, since one wide cell makes all of them wide.
 */
export function tableText(rows: readonly (readonly TextCell[])[], take: (length: number) => void): string {
  const rowOffsets = new Offsets()
  const layout = place(rows, rowOffsets)
  const width = rows.reduce((widest, _, y) => Math.max(widest, layout[y]?.length ?? 0), 0)
  const columnOffsets = new Offsets()
  const lines: string[] = []
  for (let x = 0; x < width; x++) {
    // Below the last cell of a column there is nothing; a row that is as long as this is far counts as one.
    const last = Math.max(
      rows.findLastIndex((_, y) => layout[y]?.[x]),
      Math.min(rows.length, layout[x]?.length ?? 0) - 1,
    )
    for (let y = 0; y <= last; ) {
      const cell = layout[y]?.[x]
      const top = rowOffsets.at(y)
      if (!cell) {
        lines[top] ??= ''
        y += 1
        continue
      }
      if (!cell.written) {
        cell.written = true
        const offset = columnOffsets.at(x)
        let widest = 0
        cell.lines.forEach((line, i) => {
          const before = lines[top + i] ?? ''
          take(Math.max(offset - before.length, 0) + line.length)
          lines[top + i] = before.padEnd(offset) + line
          widest = Math.max(widest, line.length)
        })
        columnOffsets.leave(x, cell.columns, widest + GAP)
      }
      y += cell.rows
    }
  }
  return lines.join('\n')
}

function place(rows: readonly (readonly TextCell[])[], offsets: Offsets): (Placed | undefined)[][] {
  const layout: (Placed | undefined)[][] = []
  rows.forEach((cells, y) => {
    let x = 0
    for (const cell of cells) {
      while (layout[y]?.[x]) x += 1
      const placed = { ...cell, lines: cell.text.split('\n'), written: false }
      for (let row = y; row < y + cell.rows; row++) {
        layout[row] ??= []
        for (let column = x; column < x + cell.columns; column++) (layout[row] ?? [])[column] = placed
      }
      x += cell.columns
      offsets.leave(y, cell.rows, placed.lines.length)
    }
  })
  return layout
}
