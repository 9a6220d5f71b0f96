import { Compass } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { Wordmark } from './_components/brand.tsx'
import { Button } from './_components/ui/button.tsx'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center px-4">
      <div className="grid max-w-md justify-items-center gap-4 text-center">
        <span className="grid size-10 place-items-center rounded-lg border bg-surface text-muted">
          <Compass aria-hidden className="size-5" strokeWidth={1.75} />
        </span>
        <div className="grid gap-1">
          <h1 className="font-semibold text-lg">There is nothing at this address</h1>
          <p className="text-pretty text-muted">The link may be mistyped, or what it led to is gone.</p>
        </div>
        <Button asChild variant="primary">
          <Link href="/admin">Go to the dashboard</Link>
        </Button>
        <Wordmark className="mt-6 text-muted text-sm" />
      </div>
    </main>
  )
}
