import { expect, test } from 'vitest'
import { seal, signatureOf, unseal } from './secrets.ts'

const secret = 'x'.repeat(32)

test('what is sealed is opened with the same secret and for the same purpose only', () => {
  const sealed = seal('whsec_ä', secret, 'sources')
  expect(sealed).not.toContain('whsec')
  expect(unseal(sealed, secret, 'sources')).toBe('whsec_ä')
  expect(seal('whsec_ä', secret, 'sources')).not.toBe(sealed)
  expect(() => unseal(sealed, 'y'.repeat(32), 'sources')).toThrow()
  expect(() => unseal(sealed, secret, 'links')).toThrow()
  const changed = Buffer.from(sealed, 'base64url')
  changed[30] = (changed[30] ?? 0) ^ 1
  expect(() => unseal(changed.toString('base64url'), secret, 'sources')).toThrow()
})

test('a signature follows from text, secret and purpose', () => {
  expect(signatureOf('a', secret, 'links')).toBe(signatureOf('a', secret, 'links'))
  expect(signatureOf('a', secret, 'links')).not.toBe(signatureOf('a', secret, 'other'))
  expect(signatureOf('a', secret, 'links')).not.toBe(signatureOf('b', secret, 'links'))
})
