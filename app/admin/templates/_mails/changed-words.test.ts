import { describe, expect, it } from 'vitest'
import { changedWords, piecesOf, wordsOf } from './changed-words.ts'

function compared(before: string, after: string) {
  const words = { before: wordsOf(before), after: wordsOf(after) }
  const changed = changedWords(words.before, words.after)
  return {
    before: piecesOf(words.before, changed.before),
    after: piecesOf(words.after, changed.after),
  }
}

describe('changed words', () => {
  it('are marked on both sides, and joined over the space between them', () => {
    expect(compared('Your order is here', 'Your parcel was sent here')).toEqual({
      before: [
        { text: 'Your ', changed: false },
        { text: 'order is', changed: true },
        { text: ' here', changed: false },
      ],
      after: [
        { text: 'Your ', changed: false },
        { text: 'parcel was sent', changed: true },
        { text: ' here', changed: false },
      ],
    })
  })

  it('are none where only lines are broken otherwise', () => {
    expect(compared('Your  order\nis here', 'Your order is here').after).toEqual([
      { text: 'Your order is here', changed: false },
    ])
  })

  it('tell a word from the sign after it, in any script', () => {
    expect(compared('Größe 42.', 'Größe 43.').after).toEqual([
      { text: 'Größe ', changed: false },
      { text: '43', changed: true },
      { text: '.', changed: false },
    ])
    expect(wordsOf('注文 №1').join('')).toBe('注文 №1')
  })

  it('are all of them where there was nothing', () => {
    expect(compared('', 'New text').after).toEqual([{ text: 'New text', changed: true }])
    expect(compared('', '').before).toEqual([])
  })
})
