import type { Metadata } from 'next'
import { requireMember } from '#app/_trpc/server.ts'
import { Overview } from './_overview/overview.tsx'

export const metadata: Metadata = { title: 'Overview' }

/** Nothing is prefetched: the hours and days are those of the reader's zone, which only the browser knows. */
export default async function OverviewPage() {
  await requireMember()
  return <Overview />
}
