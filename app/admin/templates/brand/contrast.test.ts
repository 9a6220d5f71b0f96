import { expect, test } from 'vitest'
import { brandTheme } from '#server/templates/sources.ts'
import { hardToRead, isColour } from './contrast.ts'

const { colours } = brandTheme.parse({})

test('the colours that we begin with can be read', () => {
  expect(hardToRead(colours)).toEqual([])
})

test('what can’t be read is named with its ratio, rounded down; what is no colour yet is left out', () => {
  expect(hardToRead({ ...colours, onAccent: '#006c70' })).toEqual(['The words of buttons: 1.0 to 1'])
  expect(hardToRead({ ...colours, muted: '#777777', page: '#ffffff' })).toEqual([
    'Quiet text on the card: 4.4 to 1',
    'The footer on the page: 4.4 to 1',
  ])
  expect(hardToRead({ ...colours, text: '#ff' })).toEqual([])
  expect(['#006C70', '#fff', 'red', '#12345g'].map(isColour)).toEqual([true, false, false, false])
})
