import { describe, expect, it } from 'vitest'
import { formatBytes, mailBytes, senderName } from './mail-format.ts'

describe('senderName', () => {
  it.each([
    ['Shop <shop@example.com>', 'Shop'],
    ['"Ada, \\"the\\" Countess" <ada@example.com>', 'Ada, "the" Countess'],
    ['Müller & Söhne <m@example.com>', 'Müller & Söhne'],
    ['<shop@example.com>', 'shop@example.com'],
    ['shop@example.com', 'shop@example.com'],
    ['"" <shop@example.com>', 'shop@example.com'],
  ])('%s', (from, name) => {
    expect(senderName(from)).toBe(name)
  })
})

describe('size', () => {
  it('counts bytes, not characters', () => {
    expect(mailBytes({ headers: [{ name: 'To', value: 'ü' }], text: 'a', html: '€' })).toBe(6 + 4 + 1 + 3)
  })
  it.each([
    [812, '812 B'],
    [8_460, '8.5 kB'],
    [1_200_000, '1.2 MB'],
  ])('%i', (bytes, shown) => {
    expect(formatBytes(bytes)).toBe(shown)
  })
})
