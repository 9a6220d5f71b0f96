import { z } from 'zod'
import { Action, Paragraph } from '../_components/blocks.tsx'
import { Layout } from '../_components/layout.tsx'
import { app, recipient } from '../_components/samples.ts'
import { context } from '../_components/schema.ts'
import { show } from '../_components/text.ts'

// Below `members/` the build lists no template: nobody can have these mails sent with a link of theirs.

export const props = z.object({ url: z.url(), role: z.string(), invitedBy: z.string(), ...context })

type Props = z.infer<typeof props>

const nameOf = ({ app }: Props) => show(app?.name, 80) || 'Posthorn'

export function subject(values: Props): string {
  return `${show(values.invitedBy, 80) || 'An admin'} invites you to ${nameOf(values)}`
}

const article = (role: string) => (/^[aeiou]/i.test(role) ? 'an' : 'a')

export default function MemberInvitation(values: Props) {
  const role = show(values.role, 40)
  return (
    <Layout
      title={subject(values)}
      preheader="Choose a name and a password, and you are in"
      heading={`Join ${nameOf(values)}`}
      recipient={values.recipient}
      app={values.app}
    >
      <Paragraph>
        {show(values.invitedBy, 80) || 'An admin'} invites you to the notification dashboard as{' '}
        {article(role)} {role}. Choose a name and a password, and you are in.
      </Paragraph>
      <Action label="Join" url={values.url} />
      <Paragraph>
        The link is for you alone, works once, and ends after seven days. If you don’t know what this is
        about, leave it be: nothing happens.
      </Paragraph>
    </Layout>
  )
}

MemberInvitation.PreviewProps = {
  url: 'https://posthorn.example/invitation/0198f3c2',
  role: 'operator',
  invitedBy: 'Anna Lindqvist',
  recipient,
  app,
} satisfies Props
