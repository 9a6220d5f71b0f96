import { type Issue, isDomainError } from '#server/errors.ts'
import type { App } from '#server/rendering/render-email.ts'
import { getRenderer } from '#server/rendering/renderer.ts'
import { type Looked, SAMPLE } from './looked.ts'

/** A template of git as React renders it with the data. */
export async function gitPreview(
  _app: App,
  { key, locale, data, recipient }: Looked,
): Promise<{ subject: string; html: string; text: string } | { issues: Issue[] }> {
  const render = await getRenderer()
  try {
    return await render({
      templateKey: key,
      templateVersion: 1,
      data,
      recipient: { ...SAMPLE, ...recipient, locale } as never,
    })
  } catch (error) {
    if (isDomainError(error) && error.code === 'unprocessable') return { issues: [...error.issues] }
    throw error
  }
}
