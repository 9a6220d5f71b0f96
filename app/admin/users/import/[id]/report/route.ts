import { importReport } from '#server/users/import/report.ts'
import { download } from '../../../download.ts'

/** The rows of an import that were not taken in, as CSV. For members who may see users. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { id } = await params
  return download(request, async (ctx) => {
    const { name, csv } = await importReport(ctx, { id })
    return { name, type: 'text/csv', pieces: csv }
  })
}
