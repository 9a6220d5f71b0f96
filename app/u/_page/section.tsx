import { type ReactNode, useId } from 'react'

/** One part of the page, under its heading. `flush`: its rows go to the edge. */
export function Section({
  title,
  flush = false,
  children,
}: {
  title: string
  flush?: boolean
  children: ReactNode
}) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="overflow-clip rounded-xl border bg-surface shadow-sm">
      <h2 id={id} className="px-4 pt-4 font-semibold text-lg">
        {title}
      </h2>
      <div className={flush ? 'pb-1' : 'grid gap-4 p-4 pt-2'}>{children}</div>
    </section>
  )
}
