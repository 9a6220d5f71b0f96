import { z } from 'zod'
import { Details, Greeting, greetingStrings, Paragraph } from './_components/blocks.tsx'
import { detail } from './_components/details.ts'
import { Layout, layoutStrings } from './_components/layout.tsx'
import { app, recipient } from './_components/samples.ts'
import { context, optional } from './_components/schema.ts'
import { show } from './_components/text.ts'
import { fill, type Strings, subjectOf, words } from './_components/words.ts'

export const category = 'transactional'
export const description = 'Confirms to a new customer that the account exists.'

export const props = z.looseObject({
  user_id: optional,
  name: optional,
  email: optional,
  customer_email: optional,
  ...context,
})

type Props = z.infer<typeof props>

export const strings = {
  subject: '{name}, your account is ready',
  subject_unnamed: 'Your account is ready',
  badge: 'Registered',
  heading: 'Your account is ready',
  ...greetingStrings,
  sentence: 'Thank you for registering. Your account has been set up and can be used from now on.',
  not_you: 'If it was not you who registered, you can ignore this message.',
  preheader: 'You can sign in with {email}',
  preheader_no_email: 'Thank you for registering',
  label_name: 'Name',
  label_email: 'E-mail',
  label_customer_email: 'Customer e-mail',
  label_user: 'User',
  ...layoutStrings,
} satisfies Strings

export function facts(values: Props) {
  return { name: show(values.name, 80), email: show(values.email) || show(values.customer_email) }
}

export function subject(values: Props): string {
  const say = words(strings, values)
  const known = facts(values)
  return known.name ? subjectOf(values, say.subject, known) : fill(say.subject_unnamed, known)
}

export default function UserRegistered(values: Props) {
  const say = words(strings, values)
  const known = facts(values)
  return (
    <Layout
      title={subject(values)}
      preheader={fill(known.email ? say.preheader : say.preheader_no_email, known)}
      badge={{ word: say.badge, tone: 'good' }}
      heading={fill(say.heading, known)}
      recipient={values.recipient}
      app={values.app}
      say={say}
    >
      <Greeting name={show(values.name) || values.recipient?.name} say={say} />
      <Paragraph>{fill(say.sentence, known)}</Paragraph>
      <Details
        rows={[
          ...detail(say.label_name, values.name),
          ...detail(say.label_email, values.email),
          ...(values.customer_email === values.email
            ? []
            : detail(say.label_customer_email, values.customer_email)),
          ...detail(say.label_user, values.user_id),
        ]}
      />
      <Paragraph>{fill(say.not_you, known)}</Paragraph>
    </Layout>
  )
}

UserRegistered.PreviewProps = {
  user_id: 'U-2048',
  name: 'Anna Lindqvist',
  email: 'anna.lindqvist@example.com',
  recipient,
  app,
} satisfies Props
