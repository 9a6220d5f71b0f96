import { IMAGE_BYTES_MAX } from '#server/assets/schemas.ts'
import { noImage, uploadAsset } from '#server/assets/upload.ts'
import { getEnv } from '#server/env.ts'
import { DomainError, type ErrorCode, isDomainError } from '#server/errors.ts'
import { signedInContext } from '#server/members/context-of.ts'
import { isSameOrigin } from '#server/members/same-origin.ts'

/** With what a form writes around its file. */
const KEPT_BYTES = IMAGE_BYTES_MAX + 64 * 1024

/** A browser shows an answer only after it has sent all: so much more is read and dropped, then the line is cut. */
const READ_BYTES = 32 * 1024 * 1024

const STATUS: Partial<Record<ErrorCode, number>> = {
  bad_input: 400,
  unauthorized: 401,
  forbidden: 403,
  conflict: 409,
}

/**
 * Takes an image for mails (multipart, field `file`) from a member who writes templates: 201 with `{ id, url, width,
 * height, name }`, else `{ message, issues }`, which name the field.
 */
export async function POST(request: Request): Promise<Response> {
  try {
    if (!isSameOrigin(request.headers, getEnv().appUrl)) {
      throw new DomainError('forbidden', 'An image is uploaded from the studio only.')
    }
    const ctx = await signedInContext(request.headers)
    if (!ctx) throw new DomainError('unauthorized', 'Sign in first.')
    const file = await fileOf(request)
    if (!file) return refusal(413, noImage(`has more than ${IMAGE_BYTES_MAX / 1024 / 1024} MB`))
    const bytes = Buffer.from(await file.arrayBuffer())
    return Response.json(await uploadAsset(ctx, { name: file.name, bytes }), { status: 201 })
  } catch (error) {
    const status = isDomainError(error) ? STATUS[error.code] : undefined
    if (!isDomainError(error) || status === undefined) throw error
    return refusal(status, error)
  }
}

/** The form's file; null: the body is too large. Throws `bad_input` when there is none. */
async function fileOf(request: Request): Promise<File | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.length
    if (size > READ_BYTES) return null
    if (size <= KEPT_BYTES) chunks.push(chunk)
  }
  if (size > KEPT_BYTES) return null
  const type = request.headers.get('content-type') ?? ''
  const body = new Response(Buffer.concat(chunks), { headers: { 'content-type': type } })
  const form = await body.formData().catch(() => null)
  const file = form?.get('file')
  if (!(file instanceof File))
    throw noImage('is missing: send it as multipart/form-data, in the field “file”')
  return file
}

const refusal = (status: number, { message, issues }: DomainError) =>
  Response.json({ message, issues }, { status })
