'use client'

import { PageError } from '#app/_components/page-error.tsx'

export default function AdminError({ error, retry }: { error: unknown; retry: () => void }) {
  return <PageError error={error} retry={retry} />
}
