'use client'

import { PageError } from './_components/page-error.tsx'
import './globals.css'

/** When the root layout itself fails: it brings its own document. */
export default function GlobalError({ error, reset }: { error: unknown; reset: () => void }) {
  return (
    <html lang="en">
      <body className="grid min-h-dvh place-items-center p-6">
        <PageError error={error} retry={reset} />
      </body>
    </html>
  )
}
