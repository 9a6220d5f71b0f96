import type { ReactNode } from 'react'
import { Button, Heading, Link, Text } from 'react-email'
import type { Detail } from './details.ts'
import { safeUrl, show } from './text.ts'
import { light, styles } from './theme.ts'
import { pieces, type Strings } from './words.ts'

export const greetingStrings = { greeting: 'Hello {name},' } satisfies Strings

export function Paragraph({ children }: { children: ReactNode }) {
  return (
    <Text className="text" style={styles.paragraph}>
      {children}
    </Text>
  )
}

/** `Hello Anna,` when there is a name. */
export function Greeting({ name, say = greetingStrings }: { name: unknown; say?: typeof greetingStrings }) {
  const text = show(name, 80)
  return text ? <Paragraph>{pieces(say.greeting, { name: text })}</Paragraph> : null
}

/** Of a button whose event gives it no text. */
export const actionStrings = { action_open: 'Open' } satisfies Strings

interface ActionProps {
  label: unknown
  url: unknown
  say?: typeof actionStrings
}

/** A button, or nothing when its address may not stand in a link. */
export function Action({ label, url, say = actionStrings }: ActionProps) {
  const href = safeUrl(url)
  if (!href) return null
  return (
    <table role="presentation" border={0} cellPadding={0} cellSpacing={0} style={{ margin: '8px 0 20px' }}>
      <tbody>
        <tr>
          <td>
            <Button
              className="solid"
              href={href}
              style={{
                ...styles.value,
                backgroundColor: light.accent,
                color: light.onAccent,
                borderRadius: '8px',
                fontSize: '15px',
                fontWeight: 600,
                padding: '12px 20px',
              }}
            >
              {show(label, 80) || say.action_open}
            </Button>
          </td>
        </tr>
      </tbody>
    </table>
  )
}

interface PanelProps {
  /** Stands left of the content, e.g. a calendar leaf. */
  aside?: ReactNode
  children: ReactNode
}

/** A quiet box around the facts that answer the heading's question. */
export function Panel({ aside, children }: PanelProps) {
  return (
    <table
      role="presentation"
      className="panel"
      border={0}
      cellPadding={0}
      cellSpacing={0}
      width="100%"
      style={{
        margin: '4px 0 20px',
        backgroundColor: light.panel,
        border: `1px solid ${light.line}`,
        borderRadius: '10px',
        borderCollapse: 'separate',
      }}
    >
      <tbody>
        <tr>
          {aside ? (
            <td width={64} valign="top" style={{ width: '64px', padding: '16px 0 16px 16px' }}>
              {aside}
            </td>
          ) : null}
          <td valign="middle" style={{ padding: '14px 18px' }}>
            {children}
          </td>
        </tr>
      </tbody>
    </table>
  )
}

/** One fact of a panel: small label, large value, a note under it. */
export function Fact({ label = '', value, note = '' }: { label?: string; value: string; note?: string }) {
  return (
    <>
      {label ? (
        <Text className="muted" style={{ ...styles.label, margin: 0, fontSize: '13px' }}>
          {label}
        </Text>
      ) : null}
      <Text className="text" style={{ ...styles.strong, margin: 0 }}>
        {value}
      </Text>
      {note ? (
        <Text className="muted" style={{ ...styles.label, margin: 0 }}>
          {note}
        </Text>
      ) : null}
    </>
  )
}

/** Labels and values in two columns; nothing when there are none. Becomes aligned columns in plain text. */
export function Details({ title, rows }: { title?: string; rows: Detail[] }) {
  if (rows.length === 0) return null
  return (
    <>
      {title ? (
        <Heading as="h2" className="text" style={styles.subheading}>
          {title}
        </Heading>
      ) : null}
      <table
        role="presentation"
        data-text-format="dataTable"
        border={0}
        cellPadding={0}
        cellSpacing={0}
        width="100%"
        style={{ margin: '0 0 20px', tableLayout: 'fixed' }}
      >
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.label}=${row.value}`}>
              <td
                className="muted line"
                width="36%"
                valign="top"
                style={{ ...styles.label, padding: '8px 12px 8px 0', borderTop: `1px solid ${light.line}` }}
              >
                {row.label}
              </td>
              <td
                className="text line"
                dir="auto"
                valign="top"
                style={{ ...styles.value, padding: '8px 0', borderTop: `1px solid ${light.line}` }}
              >
                {row.href ? (
                  <Link
                    className="link"
                    href={row.href}
                    style={{ color: light.accent, textDecoration: 'underline' }}
                  >
                    {row.value}
                  </Link>
                ) : (
                  row.value
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
