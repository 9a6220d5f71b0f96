import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(new URL('./globals.css', import.meta.url), 'utf8')

function tokens(selector: string): Map<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? ''
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map(([, name = '', hex = '']) => [name, hex]),
  )
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

const tones = ['green', 'blue', 'violet', 'red', 'amber', 'grey']
const grounds = ['background', 'surface', 'raised', 'sunken', 'hover', 'accent-soft']
const words: Array<[string, string]> = [
  ...grounds.flatMap((ground) =>
    ['ink', 'muted', 'faint', 'accent', ...tones].map((ink): [string, string] => [ink, ground]),
  ),
  ...tones.flatMap(
    (tone): Array<[string, string]> => [
      [tone, `${tone}-soft`],
      ['ink', `${tone}-soft`],
    ],
  ),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-accent', 'red'],
]
const edges = ['background', 'surface', 'raised'].flatMap(
  (ground): Array<[string, string]> => [
    ['field', ground],
    ['accent', ground],
  ],
)

describe.each([':root', '@variant dark'])('the colours of %s', (selector) => {
  const colours = tokens(selector)
  const of = ([ink, ground]: [string, string]) =>
    contrast(colours.get(ink) ?? '#000000', colours.get(ground) ?? '#000000')

  test('words have 4.5 : 1 wherever they stand', () => {
    expect(words.filter((pair) => of(pair) < 4.5)).toEqual([])
  })

  test('edges of fields and the focus ring have 3 : 1', () => {
    expect(edges.filter((pair) => of(pair) < 3)).toEqual([])
  })
})
