import type { MailParts } from './mail-format.ts'

/** A mail's headers, all of them, as they were sent. */
export function MailHeaders({ headers }: Pick<MailParts, 'headers'>) {
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1.5 px-4 py-3 text-xs max-sm:grid-cols-1">
      {headers.map(({ name, value }) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="break-words font-mono max-sm:mb-1.5">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
