import type { ReactNode } from 'react'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { Copyable } from '#app/_components/ui/copy-button.tsx'
import { languageName } from '../../templates/languages.ts'
import { zoneName } from '../_form/choices.ts'
import { LocalTime } from './local-time.tsx'
import type { User } from './use-user.ts'

/** Addresses, ids, language and where the user is. */
export function ProfileCard({ user, actions }: { user: User; actions: ReactNode }) {
  const { id, name, email, phone, externalId, language, timezone, createdAt, updatedAt } = user
  const zone = timezone ?? user.defaultTimezone
  return (
    <Card title="Profile" actions={actions}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-6 gap-y-2 text-sm">
        <Fact term="Name">{name}</Fact>
        <Fact term="E-mail">
          {email ? <Copyable value={email} label="e-mail address" className="max-w-full" /> : null}
        </Fact>
        <Fact term="Phone">{phone}</Fact>
        <Fact term="Language">
          {language ? (
            `${languageName(language)} (${language})`
          ) : (
            <span className="text-muted">None: the template’s default</span>
          )}
        </Fact>
        <Fact term="Time zone">
          {zoneName(zone)}
          {timezone ? '' : ' (the default)'}, where it is <LocalTime zone={zone} />
        </Fact>
        <Fact term="External id">
          {externalId ? <Copyable value={externalId} label="external id" className="max-w-full" /> : null}
        </Fact>
        <Fact term="User id">
          <Copyable value={id} label="user id" className="max-w-full" />
        </Fact>
        <Fact term="Created">
          <RelativeTime at={createdAt} />
          {updatedAt.getTime() > createdAt.getTime() ? (
            <span className="text-muted">
              , changed <RelativeTime at={updatedAt} />
            </span>
          ) : null}
        </Fact>
      </dl>
    </Card>
  )
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{term}</dt>
      <dd className="wrap-anywhere min-w-0">{children || <span className="text-muted">None</span>}</dd>
    </>
  )
}
