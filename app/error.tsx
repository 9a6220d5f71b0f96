'use client'

import { PageError } from './_components/page-error.tsx'

export default function RootError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main className="grid min-h-dvh place-items-center">
      <PageError error={error} retry={retry} />
    </main>
  )
}
