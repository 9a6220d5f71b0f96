/** What the server keeps of an image; `url` is absolute, as a mail needs it. */
interface Uploaded {
  url: string
  width: number | null
}

/**
 * Keeps an image so that mails can show it.
 *
 * @throws an Error in the server's words when it is refused
 */
export async function uploadImage(file: File): Promise<Uploaded> {
  const body = new FormData()
  body.set('file', file)
  const response = await fetch('/admin/assets', { method: 'POST', body })
  const answer: unknown = await response.json().catch(() => null)
  if (!response.ok) throw new Error(messageIn(answer) ?? 'The image was not stored: try again')
  const { url, width } = answer as { url: string; width?: number | null }
  return { url, width: width ?? null }
}

function messageIn(answer: unknown): string | null {
  const { message, error } = (answer ?? {}) as { message?: unknown; error?: unknown }
  if (typeof message === 'string') return message
  if (typeof error === 'string') return error
  const inner = (error as { message?: unknown } | undefined)?.message
  return typeof inner === 'string' ? inner : null
}
