import { authorise, type Context } from '#server/context.ts'
import type { Variables } from '#server/templates/compile/declared.ts'
import { loadCompiler } from '#server/templates/compiler.ts'
import { currentTheme } from '#server/templates/current-theme.ts'
import { insertVersion, type LocaleRow, localesOf, lockAnyTemplate } from '#server/templates/next-version.ts'
import type { BrandTheme } from '#server/templates/sources.ts'
import { outdatedTemplates } from './outdated.ts'

export interface Republished {
  published: { key: string; version: number }[]
  /** What stays as it was, and why. */
  failed: { key: string; name: string | null; reason: string }[]
}

/** What the versions say of themselves. */
const NOTE = 'New look'

/**
 * Publishes each template with an older look again: the newest version's texts, compiled with the theme of now. Each
 * by itself, so that one that can't be compiled holds up no other. Throws `forbidden`.
 */
export async function republishWithTheme(ctx: Context): Promise<Republished> {
  authorise(ctx.actor, 'templates')
  const { orm } = ctx.db
  const theme = await currentTheme(orm)
  const done: Republished = { published: [], failed: [] }
  for (const { key, name } of await outdatedTemplates(orm)) {
    const outcome = await republish(ctx, key, theme)
    if (!outcome) continue
    if ('reason' in outcome) done.failed.push({ key, name, ...outcome })
    else done.published.push({ key, ...outcome })
  }
  return done
}

async function republish(
  ctx: Context,
  key: string,
  theme: BrandTheme,
): Promise<{ version: number } | { reason: string } | null> {
  const { compileSource } = await loadCompiler()
  return ctx.db.orm.transaction(async (tx) => {
    const locked = await lockAnyTemplate(tx, key)
    // Somebody else did it while we waited for the lock.
    if ((await outdatedTemplates(tx)).every((one) => one.key !== key)) return null
    const { newest } = locked
    if (newest?.kind !== 'visual' && newest?.kind !== 'code') return { reason: 'It was published otherwise.' }
    const { kind } = newest
    const variables = newest.variables as Variables | null
    const locales: LocaleRow[] = []
    for (const { locale, source } of await localesOf(tx, newest)) {
      const { compiled, problems } = await compileSource(kind, source as never, { locale, variables, theme })
      const error = problems.find(({ severity }) => severity === 'error')
      if (!compiled || error) return { reason: `${locale}: ${error?.message ?? 'it does not compile.'}` }
      locales.push({ locale, source, compiled })
    }
    const content = { kind, variables, locales, restores: null, note: NOTE }
    return { version: await insertVersion(tx, ctx, locked, content) }
  })
}
