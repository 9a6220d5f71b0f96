import { compileLine } from '#server/templates/compile/line.ts'
import type { GitSource } from '#server/templates/sources.ts'
import { renderCompiled } from './compiled.ts'
import { type App, doesNotFit, type RenderInput } from './render-email.ts'

/** The language that templates of git are written in. */
export const GIT_LOCALE = 'en'

/** What the props of a template of git hold beside its event's data. */
export interface GitContext {
  recipient: RenderInput['recipient'] & { language?: string }
  app: App
  /** As `Wording` of emails/_components/words.ts. */
  $wording:
    | { strings: Record<string, string>; subject?: (facts: Record<string, string>) => string }
    | undefined
}

/**
 * What a locale says otherwise, as the template takes it. Its subject may name what the template makes of the data, the
 * data, `recipient` and `app`; writing it throws `unprocessable` when one is missing.
 */
export function worded(
  { subject, strings }: GitSource,
  input: { key: string; locale: string; app: App } & Pick<RenderInput, 'data' | 'recipient'>,
): GitContext {
  const { key, locale, data, app } = input
  const hasStrings = Object.keys(strings).length > 0
  // Dates speak the language of their sentence: while no text is translated, that is the code's.
  const recipient =
    hasStrings && locale !== GIT_LOCALE ? { ...input.recipient, language: locale } : input.recipient
  if (!hasStrings && subject === null) return { recipient, app, $wording: undefined }
  if (subject === null) return { recipient, app, $wording: { strings } }
  const segments = compileLine(subject, () => 'header')
  const write = (facts: Record<string, string>): string => {
    const compiled = { format: 1 as const, subject: segments, html: [], text: [] }
    const values = { data: { ...data, ...facts }, builtIn: { recipient: input.recipient, app } }
    const rendered = renderCompiled(compiled, values)
    if ('issues' in rendered) throw doesNotFit(key, rendered.issues)
    return rendered.subject
  }
  return { recipient, app, $wording: { strings, subject: write } }
}
