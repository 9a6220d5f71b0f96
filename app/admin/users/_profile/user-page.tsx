'use client'

import { useRouter } from 'next/navigation'
import { Facts, PageHeader } from '#app/_components/page-header.tsx'
import { useMay } from '#app/_trpc/use-may.ts'
import { NotForYourRole } from '../not-for-your-role.tsx'
import { userName } from '../user-name.ts'
import { UserFailure, UserSkeleton } from './states.tsx'
import { useUser } from './use-user.ts'
import { UserActions } from './user-actions.tsx'
import { UserDetail } from './user-detail.tsx'

/** One user as a page. */
export function UserPage({ id }: { id: string }) {
  return useMay('users') ? <OneUser id={id} /> : <NotForYourRole level={1} />
}

function OneUser({ id }: { id: string }) {
  const router = useRouter()
  const query = useUser(id)
  const { data, error } = query
  if (!data) return error ? <UserFailure level={1} query={query} /> : <UserSkeleton />
  return (
    <div className="grid gap-4">
      <PageHeader
        title={userName(data)}
        meta={
          <Facts>
            {data.name ? data.email : null}
            {data.externalId ? `external id ${data.externalId}` : null}
          </Facts>
        }
        actions={<UserActions user={data} onErased={() => router.push('/admin/users')} />}
      />
      <UserDetail user={data} />
    </div>
  )
}
