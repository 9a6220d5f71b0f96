import { expect, it } from 'vitest'
import { canonicalLocale, fallbackChain } from './locale-order.ts'

it('looks for the region, the language, then the default', () => {
  expect(fallbackChain('pt-BR', ['en', 'pt', 'pt-BR'], 'en')).toEqual(['pt-BR', 'pt', 'en'])
  expect(fallbackChain('pt-BR', ['en', 'pt-BR'], 'en')).toEqual(['pt-BR', 'en'])
  expect(fallbackChain('en-GB', ['en', 'en-GB'], 'en')).toEqual(['en-GB', 'en'])
})

it('writes a tag as it is written', () => {
  expect(canonicalLocale('pt_br')).toBe('pt-BR')
  expect(canonicalLocale('no such language')).toBeNull()
})
