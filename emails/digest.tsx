import type { CSSProperties } from 'react'
import { z } from 'zod'
import { Greeting, greetingStrings } from './_components/blocks.tsx'
import { detailsOf } from './_components/details.ts'
import { Layout, layoutStrings } from './_components/layout.tsx'
import { app, recipient } from './_components/samples.ts'
import { context, optional, type Recipient, scalar } from './_components/schema.ts'
import { show } from './_components/text.ts'
import { light, styles } from './_components/theme.ts'
import { fill, type Strings, subjectOf, words } from './_components/words.ts'

export const category = 'transactional'
export const description = 'Lists the events of a digest: what each is about, and its other fields in a line.'

const event = z.union([scalar, z.looseObject({ title: optional, body: optional })])

export const props = z.looseObject({
  /** Of a workflow's digest: its events, oldest first. An event that was not collected is a list of one. */
  items: z.array(event).nullish(),
  count: optional,
  ...context,
})

type Props = z.infer<typeof props>

export const strings = {
  subject: '{count} notifications for you',
  subject_one: 'A notification for you',
  heading: '{count} notifications',
  heading_one: 'A notification',
  untitled: 'Notification',
  ...greetingStrings,
  ...layoutStrings,
} satisfies Strings

const OWN = new Set(['items', 'count', 'recipient', 'app', '$wording'])
/** Where callers write what an event is about, and what it says. */
const TITLES = ['title', 'subject', 'summary', 'name']
const TEXTS = ['body', 'message', 'text', 'description']

/** Fields that say whom an event concerns: they find the recipient, and tell a reader nothing. */
const PERSON = /^(user|customer|client|buyer|patient)[-_ ]?id$/i

interface Line {
  title: string
  text: string
  rest: string
}

const firstOf = (fields: Record<string, unknown>, names: readonly string[]) =>
  names.find((name) => show(fields[name]) !== '')

function line(entry: unknown, untitled: string, to: Recipient): Line {
  if (typeof entry !== 'object' || entry === null) {
    return { title: show(entry, 200) || untitled, text: '', rest: '' }
  }
  const fields = entry as Record<string, unknown>
  const title = firstOf(fields, TITLES)
  const text = firstOf(fields, TEXTS)
  const others = Object.fromEntries(
    Object.entries(fields).filter(
      ([key, value]) =>
        key !== title && key !== text && !PERSON.test(key) && (value !== to?.email || value == null),
    ),
  )
  const rest = detailsOf([others], to).map((row) => `${row.label}: ${row.value}`)
  return {
    title: title ? show(fields[title], 200) : (rest.shift() ?? untitled),
    text: text ? show(fields[text], 1_000) : '',
    rest: rest.join(' · '),
  }
}

/** What was not collected stands in the props themselves. */
function linesOf(values: Props): Line[] {
  const own = Object.fromEntries(Object.entries(values).filter(([key]) => !OWN.has(key)))
  const { untitled } = words(strings, values)
  return (values.items ?? [own]).map((entry) => line(entry, untitled, values.recipient))
}

export function facts(values: Props) {
  return { count: show(values.count) || String(linesOf(values).length) }
}

export function subject(values: Props): string {
  const known = facts(values)
  const say = words(strings, values)
  return subjectOf(values, known.count === '1' ? say.subject_one : say.subject, known)
}

export default function Digest(values: Props) {
  const say = words(strings, values)
  const known = facts(values)
  const lines = linesOf(values)
  return (
    <Layout
      title={subject(values)}
      preheader={lines
        .slice(0, 3)
        .map(({ title }) => title)
        .join(' · ')}
      heading={fill(known.count === '1' ? say.heading_one : say.heading, known)}
      recipient={values.recipient}
      app={values.app}
      say={say}
    >
      <Greeting name={values.recipient?.name} say={say} />
      <table
        data-text-format="dataTable"
        border={0}
        cellPadding={0}
        cellSpacing={0}
        width="100%"
        style={{ margin: '0 0 20px' }}
      >
        <tbody>
          {lines.map((entry, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two events may read alike, and their order is fixed.
            <tr key={place}>
              <td className="text line" dir="auto" style={cell}>
                <div style={{ fontWeight: 600 }}>{entry.title}</div>
                {entry.text ? <div>{entry.text}</div> : null}
                {entry.rest ? (
                  <div className="muted" style={{ color: light.muted }}>
                    {entry.rest}
                  </div>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Layout>
  )
}

const cell: CSSProperties = { ...styles.value, padding: '9px 0', borderTop: `1px solid ${light.line}` }

Digest.PreviewProps = {
  count: 3,
  items: [
    { title: 'Grace commented on “Quarterly plan”', body: 'Shall we move the review to Friday?' },
    { title: 'Linus assigned you a task', body: 'Prepare the figures until Tuesday.' },
    { title: 'Order 10482 was packed', body: 'It leaves our house tomorrow.' },
  ],
  recipient,
  app,
} satisfies Props
