import { z } from 'zod'
import { Action, Greeting, Paragraph } from '../_components/blocks.tsx'
import { Layout } from '../_components/layout.tsx'
import { app, recipient } from '../_components/samples.ts'
import { context } from '../_components/schema.ts'
import { show } from '../_components/text.ts'

export const props = z.object({ url: z.url(), ...context })

type Props = z.infer<typeof props>

export function subject({ app }: Props): string {
  return `Choose a new password for ${show(app?.name, 80) || 'Posthorn'}`
}

export default function MemberPasswordReset(values: Props) {
  return (
    <Layout
      title={subject(values)}
      preheader="The link works once, for an hour"
      heading="Choose a new password"
      recipient={values.recipient}
      app={values.app}
    >
      <Greeting name={values.recipient?.name} />
      <Paragraph>Somebody, hopefully you, asked for a new password to sign in with this address.</Paragraph>
      <Action label="Choose a password" url={values.url} />
      <Paragraph>
        The link works once, for an hour, and signs you out everywhere else. If it was not you, leave it be:
        your password stays as it is.
      </Paragraph>
    </Layout>
  )
}

MemberPasswordReset.PreviewProps = {
  url: 'https://posthorn.example/reset-password/0198f3c2',
  recipient,
  app,
} satisfies Props
