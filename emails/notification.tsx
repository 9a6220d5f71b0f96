import { z } from 'zod'
import {
  Action,
  actionStrings,
  Details,
  Greeting,
  greetingStrings,
  Paragraph,
} from './_components/blocks.tsx'
import { detailsOf } from './_components/details.ts'
import { Layout, layoutStrings } from './_components/layout.tsx'
import { app, recipient } from './_components/samples.ts'
import { action, context, optional } from './_components/schema.ts'
import { paragraphs, show } from './_components/text.ts'
import { type Strings, subjectOf, words } from './_components/words.ts'

export const category = 'transactional'
export const description = 'Any message: a title, a text, a button, and all other fields as a table.'

export const props = z.looseObject({
  title: optional,
  body: optional,
  action,
  ...context,
})

type Props = z.infer<typeof props>

export const strings = {
  subject: '{title}',
  untitled: 'You have a new notification',
  ...greetingStrings,
  details: 'Details',
  ...actionStrings,
  ...layoutStrings,
} satisfies Strings

const OWN = new Set(['title', 'body', 'action', 'recipient', 'app', '$wording'])

export function facts(values: Props) {
  return { title: show(values.title, 200) || words(strings, values).untitled }
}

export function subject(values: Props): string {
  return subjectOf(values, words(strings, values).subject, facts(values))
}

export default function Notification(values: Props) {
  const say = words(strings, values)
  const { title } = facts(values)
  const body = paragraphs(values.body)
  const others = Object.fromEntries(Object.entries(values).filter(([key]) => !OWN.has(key)))
  const rows = detailsOf([others], values.recipient)
  return (
    <Layout
      title={subject(values)}
      preheader={
        body.flat().join(' ') || rows.map((row) => `${row.label}: ${row.value}`).join(' · ') || title
      }
      heading={title}
      recipient={values.recipient}
      app={values.app}
      say={say}
    >
      <Greeting name={values.recipient?.name} say={say} />
      {body.map((lines) => (
        <Paragraph key={lines.join('\n')}>
          {lines.flatMap((line, index) => (index === 0 ? [line] : [<br key={line} />, line]))}
        </Paragraph>
      ))}
      <Action label={values.action?.label} url={values.action?.url} say={say} />
      <Details title={rows.length > 0 && body.length > 0 ? say.details : ''} rows={rows} />
    </Layout>
  )
}

Notification.PreviewProps = {
  title: 'Your weekly report is ready',
  body: 'The report for week 28 has been put together.\n\nRevenue is up by 4 % on last week, and two suppliers were late.',
  action: { label: 'Open the report', url: 'https://reports.example/2026/28' },
  period: { from: '2026-07-06', to: '2026-07-12' },
  report_id: 'R-2026-28',
  requested_by: 'Anna Lindqvist',
  recipient,
  app,
} satisfies Props
