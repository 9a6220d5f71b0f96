import type { Issue } from '#server/errors.ts'
import { renderCompiled } from '#server/rendering/compiled.ts'
import { renderCompiledPush } from '#server/rendering/compiled-push.ts'
import { renderGitSource } from '#server/rendering/git-source.ts'
import { type PushWords, pushFromMail } from '#server/rendering/push-words.ts'
import type { App } from '#server/rendering/render-email.ts'
import { closestLocale } from './closest-locale.ts'
import type { Rendering } from './compiled-draft.ts'

export interface RenderedWith {
  subject: string
  html: string
  text: string
  /** The same as a push message; made when it is read. Null: one of its own values is missing. */
  readonly push?: PushWords | null
}

export interface Recipient {
  name: string | null
  email: string
  locale: string
  timezone: string | null
}

/** Where no recipient's own link is made: it leads to the page, and opens nothing. */
export const SAMPLE_LINK = 'https://posthorn.example/u/sample'

/** What a draft or a version makes of data, in the recipient's language or the one that is closest. */
export async function renderWith(
  { key, kind, locales }: Rendering,
  { app, data, recipient }: { app: App; data: Record<string, unknown>; recipient: Recipient },
): Promise<RenderedWith | { issues: Issue[] }> {
  const chosen = closestLocale(locales, recipient.locale)
  if (kind === 'git') {
    const source = chosen && 'strings' in chosen.source ? chosen.source : { subject: null, strings: {} }
    const rendered = await renderGitSource({ key, source, locale: recipient.locale, data, recipient, app })
    if ('issues' in rendered) return { issues: [...rendered.issues] }
    return {
      ...rendered,
      get push() {
        return pushFromMail(rendered, app.url)
      },
    }
  }
  if (!chosen?.compiled) return { issues: [{ path: '', message: 'is not compiled' }] }
  const builtIn = { recipient, app, unsubscribe_url: SAMPLE_LINK }
  const { compiled, locale } = chosen
  const values = { data, builtIn }
  const reader = { locale, timezone: recipient.timezone }
  const rendered = renderCompiled(compiled, values, reader)
  if ('issues' in rendered) return rendered
  return {
    ...rendered,
    get push() {
      const push = renderCompiledPush(compiled, rendered, { values, reader, appUrl: app.url })
      return 'issues' in push ? null : push
    },
  }
}
