import { z } from 'zod'
import {
  Action,
  actionStrings,
  Details,
  Greeting,
  greetingStrings,
  Paragraph,
} from './_components/blocks.tsx'
import { detail } from './_components/details.ts'
import { Layout, layoutStrings } from './_components/layout.tsx'
import { app, recipient } from './_components/samples.ts'
import { action, context, optional } from './_components/schema.ts'
import { show } from './_components/text.ts'
import { fill, type Strings, subjectOf, words } from './_components/words.ts'

export const category = 'transactional'
export const description = 'Welcomes a new user.'

export const props = z.looseObject({
  name: optional,
  user_id: optional,
  email: optional,
  email_address: optional,
  action,
  ...context,
})

type Props = z.infer<typeof props>

export const strings = {
  subject: 'Welcome, {name}',
  subject_unnamed: 'Welcome',
  heading: 'Welcome, good to have you here',
  ...greetingStrings,
  sentence:
    'Your account is open. From now on we will write to you at this address when something happens that you should know about.',
  preheader: 'Good to have you here',
  ...actionStrings,
  label_name: 'Name',
  label_email: 'E-mail',
  label_user: 'User',
  ...layoutStrings,
} satisfies Strings

export function facts(values: Props) {
  return { name: show(values.name, 80) || show(values.recipient?.name, 80) }
}

export function subject(values: Props): string {
  const say = words(strings, values)
  const known = facts(values)
  return known.name ? subjectOf(values, say.subject, known) : fill(say.subject_unnamed, known)
}

export default function Welcome(values: Props) {
  const say = words(strings, values)
  const known = facts(values)
  return (
    <Layout
      title={subject(values)}
      preheader={fill(say.preheader, known)}
      heading={fill(say.heading, known)}
      recipient={values.recipient}
      app={values.app}
      say={say}
    >
      <Greeting name={known.name} say={say} />
      <Paragraph>{fill(say.sentence, known)}</Paragraph>
      <Action label={values.action?.label} url={values.action?.url} say={say} />
      <Details
        rows={[
          ...detail(say.label_name, values.name),
          ...detail(say.label_email, values.email ?? values.email_address),
          ...detail(say.label_user, values.user_id),
        ]}
      />
    </Layout>
  )
}

Welcome.PreviewProps = {
  name: 'Anna Lindqvist',
  user_id: '0198f3c2-6b1e-7c44-9a51-2f0d8e7a1b33',
  email_address: 'anna.lindqvist@example.com',
  action: { label: 'Open your account', url: 'https://recipes.example/account' },
  recipient,
  app,
} satisfies Props
