import { exportUser } from '#server/users/export.ts'
import { download } from '../../download.ts'

/** Everything that is kept of one person, as a JSON file. For members who may see users. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { id } = await params
  return download(request, async (ctx) => {
    const { userId, pieces } = await exportUser(ctx, { id })
    return { name: `user-${userId}.json`, type: 'application/json', pieces }
  })
}
