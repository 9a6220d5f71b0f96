import type { TemplateKind, TemplateSource } from '#server/db/schema/templates.ts'
import { DomainError } from '#server/errors.ts'
import type { Compiled } from './compile/format.ts'
import { loadCompiler } from './compiler.ts'
import type { Draft } from './drafts/draft.ts'
import type { BrandTheme } from './sources.ts'

/** Languages of a template as something can be rendered by: a draft's, or a version's. */
export interface Rendering {
  key: string
  kind: TemplateKind
  /** The default first. `compiled` null: React renders it, with what the source says (git). */
  locales: { locale: string; source: TemplateSource; compiled: Compiled | null }[]
}

/** Compiles every language of a draft. Throws `unprocessable` with an issue for each error, by its language. */
export async function compiledDraft(draft: Draft, theme: BrandTheme): Promise<Rendering> {
  const { kind, variables } = draft
  const { key } = draft.template
  if (kind === 'git') {
    return {
      key,
      kind,
      locales: draft.locales.map(({ locale, source }) => ({ locale, source, compiled: null })),
    }
  }
  const { compileSource } = await loadCompiler()
  const locales: Rendering['locales'] = []
  const issues: { path: string; message: string }[] = []
  for (const { locale, source } of draft.locales) {
    const { compiled, problems } = await compileSource(kind, source as never, { locale, variables, theme })
    if (compiled) locales.push({ locale, source, compiled })
    else {
      const errors = problems.filter(({ severity }) => severity === 'error')
      issues.push(...errors.map(({ message }) => ({ path: locale, message })))
    }
  }
  if (issues.length === 0) return { key, kind, locales }
  const words = issues.slice(0, 5).map(({ path, message }) => `${path}: ${message}`)
  throw new DomainError('unprocessable', `The draft does not compile. ${words.join(' ')}`, issues)
}
