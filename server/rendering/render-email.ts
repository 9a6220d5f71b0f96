import { DomainError, type Issue } from '#server/errors.ts'
import type { PushWords } from './push-words.ts'

/** What a template is rendered with. `data` is the event's data. */
export interface RenderInput {
  templateKey: string
  /** The version to render. A template of git is rendered by the code that is there. */
  templateVersion: number
  data: Record<string, unknown>
  recipient: { name: string | null; email: string; locale: string; timezone: string | null }
  /** The recipient's page that this mail's headers name too; null or missing: made where the template asks for it. */
  unsubscribeUrl?: string | null
}

/** `version`: that of the template as it was rendered. */
export interface RenderedEmail {
  subject: string
  html: string
  text: string
  version: number
  /** Of the words; missing: as asked for. */
  locale?: string
}

/** Made when it is read, which throws `unprocessable` when a value of its own is missing. */
export interface RenderedPush {
  readonly push: PushWords
}

/** Throws DomainError `not_found` (no such template) or `unprocessable` (the data does not fit; names the field). */
export type RenderEmail = (input: RenderInput) => Promise<RenderedEmail>

/** As RenderEmail; it also says which locale of the template it took, and the same as a push message. */
export type Renderer = (input: RenderInput) => Promise<RenderedEmail & RenderedPush & { locale: string }>

/** What a mail's frame and a template's `app` name. */
export interface App {
  name: string
  url: string
}

/** So many are named at most: a list may lack the same in every item. */
const NAMED = 20

/** The data lacks what the template needs: `issues` by their path in the data. */
export function doesNotFit(key: string, issues: readonly Issue[]): DomainError {
  const named = issues.slice(0, NAMED)
  const words = named.map(({ path, message }) => (path ? `${path}: ${message}` : `it ${message}`)).join('; ')
  return new DomainError('unprocessable', `The data does not fit the template “${key}”: ${words}`, named)
}
