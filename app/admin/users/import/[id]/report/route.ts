import { Readable } from 'node:stream'
import { systemClock } from '#server/clock.ts'
import { getDatabase } from '#server/db/pools.ts'
import { isDomainError } from '#server/errors.ts'
import { memberOf } from '#server/members/current-member.ts'
import { importReport } from '#server/users/import/report.ts'

/** The rows of an import that were not taken in, as CSV. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const member = await memberOf(request.headers)
  if (!member) return new Response('Sign in first.', { status: 401 })
  const { id, name, role } = member
  const ctx = { db: getDatabase(), clock: systemClock, actor: { kind: 'member', id, name, role } as const }
  try {
    const report = await importReport(ctx, { id: (await params).id })
    return new Response(Readable.toWeb(Readable.from(report.csv)) as ReadableStream, {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(report.name)}`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    })
  } catch (error) {
    if (!isDomainError(error)) throw error
    return new Response(error.message, { status: error.code === 'forbidden' ? 403 : 404 })
  }
}
