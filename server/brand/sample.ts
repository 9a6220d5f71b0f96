import { authorise, type Context } from '#server/context.ts'
import { parse } from '#server/parse.ts'
import { renderCompiled } from '#server/rendering/compiled.ts'
import { loadCompiler } from '#server/templates/compiler.ts'
import type { Problem } from '#server/templates/problem.ts'
import { sampleDocument } from './sample-document.ts'
import { type BrandSampleInput, brandSampleInput } from './schemas.ts'

const LOCALE = 'en'

/**
 * A sample mail with a theme that need not be saved; `html` is empty where `problems` leave nothing to show. Throws
 * `forbidden` or `bad_input`.
 */
export async function brandSample(
  { actor }: Context,
  { appUrl }: { appUrl: string },
  raw: BrandSampleInput,
): Promise<{ html: string; problems: Problem[] }> {
  authorise(actor, 'read')
  const { theme } = parse(brandSampleInput, raw)
  const { compileSource } = await loadCompiler()
  const source = { subject: 'Your order is on its way', preheader: '', doc: sampleDocument }
  const { compiled, problems } = await compileSource('visual', source, {
    locale: LOCALE,
    variables: null,
    theme,
  })
  if (!compiled) return { html: '', problems }
  const recipient = { name: 'Ada Lovelace', email: 'ada@example.com', locale: LOCALE, timezone: null }
  const app = { name: 'Posthorn', url: appUrl }
  const builtIn = { recipient, app, unsubscribe_url: new URL('/u/sample', appUrl).href }
  const rendered = renderCompiled(compiled, { data: {}, builtIn }, { locale: LOCALE, timezone: null })
  if (!('issues' in rendered)) return { html: rendered.html, problems }
  const missing = rendered.issues.map(({ path, message }): Problem => {
    return { severity: 'error', message: `{${path}} in the footer ${message}.` }
  })
  return { html: '', problems: missing }
}
