import type { Issue } from '#server/errors.ts'
import type { Asked } from './form.ts'

/** Longer ones some proxies refuse; what was typed is then not shown again. */
const ADDRESS_MAX = 4_000

/** Back to the page (303), which says what was done, or what is wrong beside what was typed. */
export function pageAgain(
  token: string,
  { done, wrong = [], form }: { done?: Asked; wrong?: readonly Issue[]; form?: URLSearchParams },
): Response {
  const query = new URLSearchParams()
  if (done) query.set('done', done)
  for (const { path } of wrong.slice(0, 10)) query.append('wrong', path.slice(0, 100))
  if (form) {
    query.set('typed', form.toString())
    if (query.toString().length > ADDRESS_MAX) query.delete('typed')
  }
  const page = `/u/${encodeURIComponent(token)}`
  const location = query.size > 0 ? `${page}?${query}` : page
  return new Response(null, { status: 303, headers: { location } })
}
