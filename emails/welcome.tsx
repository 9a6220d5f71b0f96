import { z } from 'zod'
import { Action, Details, Greeting, Paragraph } from './_components/blocks.tsx'
import { detail } from './_components/details.ts'
import { Layout } from './_components/layout.tsx'
import { app, recipient } from './_components/samples.ts'
import { action, context, optional } from './_components/schema.ts'
import { show } from './_components/text.ts'

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

function greeted(values: Props): string {
  return show(values.name, 80) || show(values.recipient?.name, 80)
}

export function subject(values: Props): string {
  const name = greeted(values)
  return name ? `Welcome, ${name}` : 'Welcome'
}

export default function Welcome(values: Props) {
  return (
    <Layout
      title={subject(values)}
      preheader="Good to have you here"
      heading="Welcome, good to have you here"
      recipient={values.recipient}
      app={values.app}
    >
      <Greeting name={greeted(values)} />
      <Paragraph>
        Your account is open. From now on we will write to you at this address when something happens that you
        should know about.
      </Paragraph>
      <Action label={values.action?.label} url={values.action?.url} />
      <Details
        rows={[
          ...detail('Name', values.name),
          ...detail('E-mail', values.email ?? values.email_address),
          ...detail('User', values.user_id),
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
