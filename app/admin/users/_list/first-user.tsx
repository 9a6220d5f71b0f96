'use client'

import { FileUp, UserPlus, Users } from 'lucide-react'
import Link from 'next/link'
import { CodeBlock } from '#app/_components/code-block.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { EmptyState } from '#app/_components/ui/empty-state.tsx'
import { useOrigin } from '#app/_components/use-origin.ts'

const firstUser = (host: string) =>
  [
    `curl -X POST ${host}/v1/users \\`,
    `  -H "Authorization: Bearer $POSTHORN_API_KEY" -H 'Content-Type: application/json' \\`,
    `  -d '{"email_address":"ada@example.com","name":"Ada Lovelace","external_id":"P9"}'`,
  ].join('\n')

/** No user yet: the three ways by which they come. */
export function FirstUser({ appUrl, onAdd }: { appUrl: string; onAdd: () => void }) {
  const host = useOrigin(appUrl)
  return (
    <Card flush>
      <EmptyState
        icon={Users}
        title="There are no users yet"
        className="max-w-2xl"
        actions={
          <>
            <Button variant="primary" onClick={onAdd}>
              <UserPlus aria-hidden />
              Add user
            </Button>
            <Button asChild>
              <Link href="/admin/users/import">
                <FileUp aria-hidden />
                Import a CSV file
              </Link>
            </Button>
          </>
        }
      >
        <p className="mb-4">
          A user is a person who may receive something, with their addresses, language, time zone and what
          they chose to get. Your programs make them by the API; a workflow finds them by id or e-mail.
        </p>
        <CodeBlock label="Make the first one (a key with the scope users)" code={firstUser(host)} />
      </EmptyState>
    </Card>
  )
}
