import { formatCompact, formatCount } from '#app/_components/number.tsx'

/** How many users there are, or match; an estimate says that it is one. */
export function UserCount({ total, estimated }: { total: number; estimated: boolean }) {
  if (estimated) {
    return (
      <span title={`PostgreSQL’s estimate: ${formatCount(total)}. Above 10,000 nobody counts.`}>
        About {formatCompact(total)} users
      </span>
    )
  }
  return <>{total === 1 ? '1 user' : `${formatCount(total)} users`}</>
}
