import { describe, expect, it } from 'vitest'
import { generousHeight } from './generous-height.ts'

const lines = (count: number, line = 'A line of the mail') => Array(count).fill(line).join('\n')

describe('the height of a preview', () => {
  it('grows with the text, and is never low', () => {
    expect(generousHeight('', 'Hello', 640)).toBe(1_200)
    expect(generousHeight('', lines(200), 640)).toBe(6_400)
  })

  it('knows that a long line takes more where there is less room', () => {
    const text = lines(40, 'word '.repeat(40))
    expect(generousHeight('', text, 375)).toBeGreaterThan(1.4 * generousHeight('', text, 640))
  })

  it('has room for images, as high as they say', () => {
    const text = lines(60)
    const plain = generousHeight('', text, 640)
    expect(generousHeight('<img src="a" height="90"><img src="b">', text, 640)).toBe(plain + 490)
  })
})
