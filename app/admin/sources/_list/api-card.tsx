'use client'

import Link from 'next/link'
import { CodeBlock } from '#app/_components/code-block.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { useHost } from '../use-host.ts'

/** How programs call the API. */
export function ApiCard() {
  const host = useHost()
  const code = [
    `curl -X POST '${host}/v1/notifications' \\`,
    '  -H "Authorization: Bearer $POSTHORN_API_KEY" \\',
    "  -H 'Content-Type: application/json' \\",
    `  -d '{"type":"ORDER_CREATED","data":{"order_id":"123","customer_email":"you@example.com"}}'`,
  ].join('\n')
  return (
    <Card title="API" actions={<CardLink href="/docs">Reference</CardLink>}>
      <div className="grid gap-3 text-sm">
        <p className="text-muted">
          A program posts an event, or asks for a template to be sent to one user. Once it has its answer the
          notification is stored, and is not lost. Each program has a key of its own.{' '}
          <Link href="/admin/settings/api-keys" className="font-medium text-accent hover:underline">
            API keys
          </Link>
        </p>
        <CodeBlock label="Post an event" code={code} />
      </div>
    </Card>
  )
}

/** A link at the right end of a card's title. */
function CardLink({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} className="font-medium text-accent text-xs underline-offset-2 hover:underline">
      {children}
    </a>
  )
}
