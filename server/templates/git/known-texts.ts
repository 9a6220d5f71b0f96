import type { GitTemplate } from '../git-manifest.ts'
import { type GitSource, gitSource } from '../sources.ts'

/** What a locale says otherwise, without texts that the code has no more. */
export function knownTexts(raw: unknown, strings: GitTemplate['strings']): GitSource {
  const source = gitSource.parse(raw)
  const names = new Set(strings.map(({ name }) => name))
  const texts = Object.entries(source.strings).filter(([name]) => names.has(name))
  return { ...source, strings: Object.fromEntries(texts) }
}
