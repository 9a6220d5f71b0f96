import { type Issue, isDomainError } from '#server/errors.ts'
import type { App } from '#server/rendering/render-email.ts'
import { getRenderer } from '#server/rendering/renderer.ts'
import { type Looked, recipientOf } from './looked.ts'

/** A template of git as React renders it with the data. */
export async function gitPreview(
  _app: App,
  looked: Looked,
): Promise<{ subject: string; html: string; text: string } | { issues: Issue[] }> {
  const render = await getRenderer()
  try {
    return await render({
      templateKey: looked.key,
      templateVersion: 1,
      data: looked.data,
      recipient: recipientOf(looked),
    })
  } catch (error) {
    if (isDomainError(error) && error.code === 'unprocessable') return { issues: [...error.issues] }
    throw error
  }
}
