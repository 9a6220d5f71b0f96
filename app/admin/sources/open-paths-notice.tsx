'use client'

import { useQuery } from '@tanstack/react-query'
import { Notice } from '#app/_components/ui/notice.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'

/** Says which paths `OPEN_ENDPOINTS` opens to callers without a key, and to which networks; nothing when none. */
export function OpenPathsNotice() {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.sources.openPaths.queryOptions(undefined, { staleTime: 60_000 }))
  if (!data) return null
  return (
    <Notice tone="amber" title="Some paths are open without a key">
      <code>OPEN_ENDPOINTS</code> lets anybody in <Codes texts={data.from} /> call{' '}
      <Codes texts={data.paths} />.
      {data.paths.includes('POST /webhook/{source}')
        ? ' Of webhook sources these are the ones that ask for an API key.'
        : null}{' '}
      Give each caller a key, then take the variable away.
    </Notice>
  )
}

function Codes({ texts }: { texts: readonly string[] }) {
  return texts.map((text, at) => (
    <span key={text}>
      {at === 0 ? null : at === texts.length - 1 ? ' and ' : ', '}
      <code className="wrap-anywhere">{text}</code>
    </span>
  ))
}
