import type { ReactNode } from 'react'
import { Horn } from '#app/_components/brand.tsx'

/** The page around what it says. */
export function Frame({
  language,
  title,
  below,
  children,
}: {
  /** BCP 47. */
  language: string
  title: string
  below?: ReactNode
  children: ReactNode
}) {
  return (
    <main lang={language} className="mx-auto grid max-w-xl gap-5 px-4 pt-8 pb-12 text-base">
      <header className="grid gap-1">
        <Horn className="mb-2 size-6 text-accent" />
        <h1 className="font-semibold text-2xl tracking-tight">{title}</h1>
        {below ? <p className="text-muted">{below}</p> : null}
      </header>
      {children}
    </main>
  )
}
