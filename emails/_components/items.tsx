import type { CSSProperties } from 'react'
import { z } from 'zod'
import { money } from './money.ts'
import { optional, type Recipient, scalar } from './schema.ts'
import { show } from './text.ts'
import { light, styles } from './theme.ts'
import { fill, type Strings } from './words.ts'

export const itemsStrings = {
  items_title: 'Items of the order',
  items_item: 'Item',
  items_quantity: 'Qty',
  items_price: 'Price',
  items_unnamed: 'Item',
  items_more: 'and {more} more',
  items_total: 'Total',
} satisfies Strings

/** A line of an order; a bare string or number is taken for its name. */
export const item = z.union([scalar, z.looseObject({ name: optional, quantity: optional, price: optional })])

export type Item = z.infer<typeof item>

interface Line {
  name: string
  quantity: string
  price: string
}

/** Gmail cuts a mail above 102 KB; the rest of a longer order is counted, not listed. */
const MAX_LINES = 30

function line(entry: Item, { currency, recipient, say }: Omit<ItemsProps, 'items' | 'total'>): Line {
  const fields = typeof entry === 'object' ? entry : { name: entry }
  return {
    name: show(fields.name, 200) || say.items_unnamed,
    quantity: show(fields.quantity, 20),
    price: money(fields.price, currency, recipient),
  }
}

interface ItemsProps {
  items: Item[]
  currency: unknown
  /** Already in its currency's form; '' when unknown. */
  total: string
  recipient: Recipient
  say: typeof itemsStrings
}

/** What was ordered, as a real table: its heads are read out, and stand in plain text. */
export function Items({ items, currency, total, recipient, say }: ItemsProps) {
  if (items.length === 0) return null
  const lines = items.slice(0, MAX_LINES).map((entry) => line(entry, { currency, recipient, say }))
  const more = items.length - lines.length
  return (
    <table
      aria-label={say.items_title}
      data-text-format="dataTable"
      border={0}
      cellPadding={0}
      cellSpacing={0}
      width="100%"
      style={{ margin: '0 0 20px' }}
    >
      <thead>
        <tr>
          <th scope="col" align="left" className="muted" style={head}>
            {say.items_item}
          </th>
          <th scope="col" align="right" className="muted" style={{ ...head, ...narrow }}>
            {say.items_quantity}
          </th>
          <th scope="col" align="right" className="muted" style={{ ...head, ...narrow }}>
            {say.items_price}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((entry) => (
          <tr key={`${entry.name} ${entry.quantity} ${entry.price}`}>
            <td className="text line" dir="auto" valign="top" style={cell}>
              {entry.name}
            </td>
            <td className="text line" align="right" valign="top" style={{ ...cell, ...narrow }}>
              {entry.quantity}
            </td>
            <td className="text line" align="right" valign="top" style={{ ...cell, ...amount(entry.price) }}>
              {entry.price}
            </td>
          </tr>
        ))}
        {more > 0 ? (
          <tr>
            <td className="muted line" colSpan={3} style={{ ...cell, color: light.muted }}>
              {fill(say.items_more, { more: String(more) })}
            </td>
          </tr>
        ) : null}
        {total ? (
          <tr>
            <td className="text line" style={{ ...cell, fontWeight: 600 }}>
              {say.items_total}
            </td>
            <td className="line" style={cell} />
            <td className="text line" align="right" style={{ ...cell, ...amount(total), fontWeight: 600 }}>
              {total}
            </td>
          </tr>
        ) : null}
      </tbody>
    </table>
  )
}

const head: CSSProperties = { ...styles.label, fontSize: '13px', fontWeight: 400, padding: '0 0 8px' }
const cell: CSSProperties = { ...styles.value, padding: '9px 0', borderTop: `1px solid ${light.line}` }
const narrow: CSSProperties = { paddingLeft: '14px', textAlign: 'right', fontVariantNumeric: 'tabular-nums' }

/** An amount stays on one line, unless it is none and would push the table off a phone. */
function amount(text: string): CSSProperties {
  return text.length <= 18 ? { ...narrow, whiteSpace: 'nowrap' } : narrow
}
