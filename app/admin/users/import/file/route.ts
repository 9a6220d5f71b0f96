import { getEnv } from '#server/env.ts'
import { DomainError, isDomainError } from '#server/errors.ts'
import { signedInContext } from '#server/members/context-of.ts'
import { isSameOrigin } from '#server/members/same-origin.ts'
import { noFile, uploadImport } from '#server/users/import/upload.ts'

const STATUS = { bad_input: 400, unauthorized: 401, forbidden: 403 } as const

/**
 * Takes a CSV file of users as the request's body, its name in the query (`name`), from a member who manages users: 201
 * with `{ id }`, else `{ message, issues }`.
 */
export async function POST(request: Request): Promise<Response> {
  try {
    if (!isSameOrigin(request.headers, getEnv().appUrl)) {
      throw new DomainError('forbidden', 'A file of users is uploaded from the dashboard only.')
    }
    const ctx = await signedInContext(request.headers)
    if (!ctx) throw new DomainError('unauthorized', 'Sign in first.')
    if (!request.body) throw noFile('is missing: send it as the body')
    const fileName = new URL(request.url).searchParams.get('name') ?? 'users.csv'
    return Response.json(await uploadImport(ctx, { name: fileName, bytes: request.body }), { status: 201 })
  } catch (error) {
    const status = isDomainError(error) ? STATUS[error.code as keyof typeof STATUS] : undefined
    if (!isDomainError(error) || status === undefined) throw error
    return Response.json({ message: error.message, issues: error.issues }, { status })
  }
}
