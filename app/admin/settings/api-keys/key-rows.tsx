'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { formatCount } from '#app/_components/number.tsx'
import { RelativeTime } from '#app/_components/relative-time.tsx'
import { useRowKeys } from '#app/_components/row-keys.ts'
import { Badge } from '#app/_components/ui/badge.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { ConfirmDialog } from '#app/_components/ui/confirm-dialog.tsx'
import { Table, TableBody, TableHead, Td, Th, Tr } from '#app/_components/ui/table.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import type { RouterOutputs } from '#server/trpc/root.ts'

type ApiKey = RouterOutputs['apiKeys']['list'][number]

interface KeyRowsProps {
  keys: readonly ApiKey[]
  internalSecret: boolean
  /** These are the revoked ones. */
  revoked: boolean
}

/** The keys, with what each may do and when it was used. `j` and `k` walk over them. */
export function KeyRows({ keys, internalSecret, revoked }: KeyRowsProps) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const rows = useRowKeys<HTMLTableSectionElement>()
  const [asked, setAsked] = useState<ApiKey | null>(null)
  const opener = useRef<HTMLElement>(null)
  const revoke = useMutation(
    trpc.apiKeys.revoke.mutationOptions({
      onSuccess: ({ name }) => void toast.success(`“${name}” works no more`),
      onError: (error) => toastFailure('The key was not revoked', error),
      onSettled: () => {
        setAsked(null)
        return client.invalidateQueries({ queryKey: trpc.apiKeys.list.queryKey() })
      },
    }),
  )
  return (
    <>
      <Table label="API keys">
        <TableHead>
          <tr>
            <Th className="w-[26%]">Name</Th>
            <Th>Key</Th>
            <Th>Scopes</Th>
            <Th numeric className="max-lg:hidden">
              Limit
            </Th>
            <Th className="max-lg:hidden">Created</Th>
            <Th>Last used</Th>
            <Th>{revoked ? 'Revoked' : <span className="sr-only">Actions</span>}</Th>
          </tr>
        </TableHead>
        <TableBody ref={rows}>
          {internalSecret ? <InternalSecret /> : null}
          {keys.map((key) => (
            <Tr key={key.id} className="has-data-row-link:cursor-default">
              <Td phone="main" truncate title={key.name} className="font-medium">
                {key.name}
              </Td>
              <Td className="font-mono text-muted text-xs">{key.prefix}…</Td>
              <Td phone="detail">
                <span className="flex flex-wrap items-center gap-1">
                  {key.scopes.map((scope) => (
                    <Badge key={scope} tone={scope === 'admin' ? 'amber' : 'grey'}>
                      {scope}
                    </Badge>
                  ))}
                  <span className="text-muted text-xs md:hidden">
                    {key.lastUsedAt ? (
                      <>
                        used <RelativeTime at={key.lastUsedAt} />
                      </>
                    ) : (
                      'never used'
                    )}
                  </span>
                </span>
              </Td>
              <Td numeric className="text-muted max-lg:hidden">
                {key.rateLimit === null ? '–' : `${formatCount(key.rateLimit)}/min`}
              </Td>
              <Td className="whitespace-nowrap text-muted max-lg:hidden">
                <RelativeTime at={key.createdAt} />
              </Td>
              <Td className="whitespace-nowrap text-muted">
                {key.lastUsedAt ? <RelativeTime at={key.lastUsedAt} /> : 'Never'}
              </Td>
              <Td phone="aside" className="whitespace-nowrap text-right text-muted">
                {key.revokedAt ? (
                  <RelativeTime at={key.revokedAt} />
                ) : (
                  <Button
                    size="sm"
                    data-row-link
                    aria-label={`Revoke ${key.name}`}
                    onClick={({ currentTarget }) => {
                      opener.current = currentTarget
                      setAsked(key)
                    }}
                  >
                    Revoke
                  </Button>
                )}
              </Td>
            </Tr>
          ))}
        </TableBody>
      </Table>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => (open ? undefined : setAsked(null))}
        returnFocus={opener}
        title={`Revoke “${asked?.name ?? ''}”?`}
        description={
          <>
            <p>
              Programs that use it are refused with 401: at once by this process, within 5 seconds by every
              other. It can’t be undone.
            </p>
            <p className="mt-2 text-ink">
              {asked?.lastUsedAt ? (
                <>
                  It was used <RelativeTime at={asked.lastUsedAt} />.
                </>
              ) : (
                'It was never used.'
              )}
            </p>
          </>
        }
        confirmLabel="Revoke"
        danger
        pending={revoke.isPending}
        onConfirm={() => asked && revoke.mutate({ id: asked.id })}
      />
    </>
  )
}

/** The key that stands in the environment; its value is never shown. */
function InternalSecret() {
  return (
    <Tr>
      <Td phone="main" truncate className="font-medium">
        <code className="text-xs">INTERNAL_API_SECRET</code>
      </Td>
      <Td className="whitespace-nowrap text-muted text-xs">environment</Td>
      <Td phone="detail">
        <span className="flex flex-wrap items-center gap-1">
          <Badge tone="amber">all scopes</Badge>
          <span className="text-muted text-xs md:hidden">from the environment</span>
        </span>
      </Td>
      <Td numeric className="text-muted max-lg:hidden">
        –
      </Td>
      <Td className="max-lg:hidden" />
      <Td className="text-muted">Not kept</Td>
      <Td />
    </Tr>
  )
}
