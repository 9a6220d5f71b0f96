import type { Values } from '#server/rendering/compiled.ts'
import { htmlToText } from '#server/rendering/plain-text.ts'
import type { Problem } from '../problem.ts'
import type { BrandTheme, CodeSource, VisualSource } from '../sources.ts'
import { concreteOf, concretePreheader } from './concrete.ts'
import type { Variables } from './declared.ts'
import type { Compiled } from './format.ts'
import { compileMarked, type MarkedSource, markSource } from './marked-source.ts'
import { compilePlainSource, type PlainSource } from './plain.ts'
import { withPreheader } from './preheader.ts'
import { withPush } from './push.ts'
import { unshownIn } from './unshown.ts'
import type { UsedVariable } from './used.ts'

/** What a template is written as, by its kind; those of git are rendered by React. */
export interface StudioSources {
  plain: PlainSource
  visual: VisualSource
  code: CodeSource
}
export type StudioKind = keyof StudioSources

export interface CompileOptions {
  /** BCP 47 */
  locale: string
  variables: Variables | null
  theme: BrandTheme
}

export interface CompiledSource {
  /** Null when there are errors. */
  compiled: Compiled | null
  problems: Problem[]
  /** By subject, preheader, body, each in its order; one for each place. */
  used: UsedVariable[]
  /** Asked for in code, and nowhere in the mail: JavaScript decides by it. Paths from the data's root, as of `used`. */
  unshown?: string[][]
}

/** Compiles one locale of a template. What an author does wrong comes as problems; a bug throws. */
export async function compileSource<K extends StudioKind>(
  kind: K,
  source: StudioSources[K],
  options: CompileOptions,
): Promise<CompiledSource> {
  const { locale, variables, theme } = options
  if (kind === 'plain') {
    return withPush(compilePlainSource(source as PlainSource, { locale, variables }), source, options)
  }
  const written = source as MarkedSource
  const marked = await markSource(kind, written, { locale, theme })
  if (!('html' in marked)) return { compiled: null, problems: marked.problems, used: [] }
  const field = kind === 'code' ? 'code' : 'doc'
  const compiled = withPush(compileMarked(marked, written, { locale, variables, field }), source, options)
  return { ...compiled, unshown: unshownIn(marked) }
}

export interface ConcreteOptions extends CompileOptions {
  values: Values
  /** The recipient's, IANA; null: the server's. */
  timezone: string | null
}

/**
 * The same mail rendered with real values, by React and not through marks: what a publish compares the compiled one with
 * (`renderForComparison`). Values are escaped as React does, whatever they are.
 */
export async function renderConcrete<K extends 'visual' | 'code'>(
  kind: K,
  source: StudioSources[K],
  options: ConcreteOptions,
): Promise<{ html: string; text: string } | { problems: Problem[] }> {
  const { locale, theme } = options
  const concrete = concreteOf(options)
  const rendered = await markSource(kind, source, { locale, theme, concrete })
  if (!('html' in rendered)) return rendered
  const html = withPreheader(rendered.html, concretePreheader(source.preheader, options))
  return { html, text: htmlToText(html) }
}
