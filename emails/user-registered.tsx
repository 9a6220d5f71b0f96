import { z } from 'zod'
import { Details, Greeting, Paragraph } from './_components/blocks.tsx'
import { detail } from './_components/details.ts'
import { Layout } from './_components/layout.tsx'
import { app, recipient } from './_components/samples.ts'
import { context, optional } from './_components/schema.ts'
import { show } from './_components/text.ts'

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

export function subject(values: Props): string {
  const name = show(values.name, 80)
  return name ? `${name}, your account is ready` : 'Your account is ready'
}

export default function UserRegistered(values: Props) {
  const email = show(values.email) || show(values.customer_email)
  return (
    <Layout
      title={subject(values)}
      preheader={email ? `You can sign in with ${email}` : 'Thank you for registering'}
      badge={{ word: 'Registered', tone: 'good' }}
      heading="Your account is ready"
      recipient={values.recipient}
      app={values.app}
    >
      <Greeting name={show(values.name) || values.recipient?.name} />
      <Paragraph>
        Thank you for registering. Your account has been set up and can be used from now on.
      </Paragraph>
      <Details
        rows={[
          ...detail('Name', values.name),
          ...detail('E-mail', values.email),
          ...(values.customer_email === values.email ? [] : detail('Customer e-mail', values.customer_email)),
          ...detail('User', values.user_id),
        ]}
      />
      <Paragraph>If it was not you who registered, you can ignore this message.</Paragraph>
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
