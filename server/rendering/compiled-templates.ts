import { and, asc, eq } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { templateLocales } from '#server/db/schema/templates.ts'
import type { RecipientLink } from '#server/recipients/link.ts'
import { closestLocale } from '#server/templates/closest-locale.ts'
import { type Compiled, compiledSchema } from '#server/templates/compile/format.ts'
import { noTemplate } from '#server/templates/missing.ts'
import { renderCompiled } from './compiled.ts'
import { renderCompiledPush } from './compiled-push.ts'
import { type App, doesNotFit, type Renderer } from './render-email.ts'

/** So many versions are kept in memory, those used last. A version never changes. */
const KEPT = 500

type Locales = { locale: string; compiled: Compiled }[]

async function load(orm: Orm, key: string, version: number): Promise<Locales> {
  const rows = await orm
    .select({ locale: templateLocales.locale, compiled: templateLocales.compiled })
    .from(templateLocales)
    .where(and(eq(templateLocales.templateKey, key), eq(templateLocales.version, version)))
    .orderBy(asc(templateLocales.position))
  return rows.map(({ locale, compiled }) => ({ locale, compiled: compiledSchema.parse(compiled) }))
}

/**
 * Renders templates that were compiled: the given version, in the recipient's locale or the one that is closest. Beside
 * the data they know `recipient` (`name`, `email`, `locale`, `timezone`), `app` and `unsubscribe_url`, the recipient's
 * page, unless the data has such a name.
 */
export function createCompiledRenderer(orm: Orm, app: App, link: RecipientLink): Renderer {
  const versions = new Map<string, Promise<Locales>>()

  function localesOf(key: string, version: number): Promise<Locales> {
    const id = `${version} ${key}`
    let loading = versions.get(id)
    if (loading) versions.delete(id)
    else {
      loading = load(orm, key, version)
      loading.catch(() => versions.delete(id))
    }
    versions.set(id, loading)
    const [oldest] = versions.keys()
    if (versions.size > KEPT && oldest !== undefined) versions.delete(oldest)
    return loading
  }

  return async ({ templateKey, templateVersion, data, recipient, unsubscribeUrl }) => {
    const locales = await localesOf(templateKey, templateVersion)
    const chosen = closestLocale(locales, recipient.locale)
    if (!chosen) throw noTemplate(templateKey)
    const builtIn = {
      recipient,
      app,
      // Encrypting costs more than the rest: only where the template asks for it.
      get unsubscribe_url() {
        return unsubscribeUrl ?? link(recipient.email)
      },
    }
    const reader = { locale: chosen.locale, timezone: recipient.timezone }
    const values = { data, builtIn }
    const rendered = renderCompiled(chosen.compiled, values, reader)
    if ('issues' in rendered) throw doesNotFit(templateKey, rendered.issues)
    return {
      ...rendered,
      version: templateVersion,
      locale: chosen.locale,
      // Only for the channel that wants it: mails are many.
      get push() {
        const push = renderCompiledPush(chosen.compiled, rendered, { values, reader, appUrl: app.url })
        if ('issues' in push) throw doesNotFit(templateKey, push.issues)
        return push
      },
    }
  }
}
