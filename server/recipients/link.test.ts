import { describe, expect, test } from 'vitest'
import { seal } from '#server/secrets.ts'
import { SECRET } from '#server/testing/recipients.ts'
import { oneClickLink, readRecipientToken, recipientLinks } from './link.ts'

const at = new Date('2026-11-21T10:00:00.123Z')
const link = recipientLinks('https://posthorn.test/', SECRET, { now: () => at })
const tokenOf = (page: string) => page.slice(page.lastIndexOf('/') + 1)

describe('a recipient’s link', () => {
  test('names nobody in clear, and opens with our secret alone', () => {
    const page = link('Ada@example.com', 'product')
    expect(page).toMatch(/^https:\/\/posthorn\.test\/u\/[\w-]+$/)
    const token = tokenOf(page)
    expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('ada')
    expect(readRecipientToken(token, SECRET)).toEqual({
      address: 'ada@example.com',
      category: 'product',
      madeAt: at,
    })
    for (const wrong of ['', 'x', token.slice(1), `${token}A`, `${token.slice(0, -2)}AA`, `${token}/..`]) {
      expect(readRecipientToken(wrong, SECRET)).toBeNull()
    }
    expect(readRecipientToken(token, `${SECRET}!`)).toBeNull()
  })

  test('may name no category', () => {
    expect(readRecipientToken(tokenOf(link('ada@example.com')), SECRET)).toMatchObject({ category: null })
  })

  test('holds the longest address and category', () => {
    const address = `${'a'.repeat(242)}@example.com`
    expect(readRecipientToken(tokenOf(link(address, '€'.repeat(100))), SECRET)).toMatchObject({ address })
  })

  test('of a mail from before links knew categories still opens', () => {
    expect(readRecipientToken(seal('ada@example.com', SECRET, 'recipient-link'), SECRET)).toEqual({
      address: 'ada@example.com',
      category: null,
      madeAt: new Date(0),
    })
  })

  test('sealed for another purpose is none', () => {
    expect(readRecipientToken(seal('["ada@example.com",null,0]', SECRET, 'source-secret'), SECRET)).toBeNull()
  })

  test('has its one click below the page', () => {
    expect(oneClickLink('https://posthorn.test/u/abc')).toBe('https://posthorn.test/u/abc/unsubscribe')
  })
})
