/** `pt-BR` → `['pt-BR', 'pt', 'en']`: where a reader's language is looked for, as far as the template has it. */
export function fallbackChain(locale: string, available: readonly string[], byDefault: string): string[] {
  const chain: string[] = []
  const parts = locale.split('-')
  while (parts.length > 0) {
    const tag = parts.join('-')
    const found = available.find((one) => one.toLowerCase() === tag.toLowerCase())
    if (found) chain.push(found)
    parts.pop()
  }
  return chain.includes(byDefault) ? chain : [...chain, byDefault]
}

/** The tag as BCP 47 writes it (`pt-br` → `pt-BR`); null where it is none. */
export function canonicalLocale(written: string): string | null {
  try {
    return Intl.getCanonicalLocales(written.trim().replaceAll('_', '-'))[0] ?? null
  } catch {
    return null
  }
}
