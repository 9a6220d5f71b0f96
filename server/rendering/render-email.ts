/** What a template is rendered with. `data` is the event's data. */
export interface RenderInput {
  templateKey: string
  data: Record<string, unknown>
  recipient: { name: string | null; email: string; locale: string; timezone: string | null }
}

/** `version`: that of the template as it was rendered. */
export interface RenderedEmail {
  subject: string
  html: string
  text: string
  version: number
}

/** Throws DomainError `not_found` (no such template) or `unprocessable` (the data does not fit; names the field). */
export type RenderEmail = (input: RenderInput) => Promise<RenderedEmail>
