import type { ReactNode } from 'react'
import { Wordmark } from '#app/_components/brand.tsx'

/** A page for those who are not signed in: one card under the name. */
export function EntryCard({
  title,
  children,
  below,
}: {
  title: string
  children: ReactNode
  below?: ReactNode
}) {
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="grid w-full max-w-sm gap-6">
        <Wordmark className="justify-self-center text-lg" />
        <section className="grid gap-5 rounded-xl border bg-surface p-6 shadow-md">
          <h1 className="font-semibold text-lg">{title}</h1>
          {children}
        </section>
        {below ? <div className="text-pretty text-center text-muted text-xs">{below}</div> : null}
      </div>
    </main>
  )
}
