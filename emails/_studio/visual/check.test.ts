import { describe, expect, it } from 'vitest'
import { visualStarter } from '../starters/visual.ts'
import { checkDocument } from './check.ts'

const doc = (...content: unknown[]) => ({ type: 'doc', content })
const p = (...content: unknown[]) => ({ type: 'paragraph', content })
const first = (document: unknown) => checkDocument(document).problems[0]

it('takes what the editor writes', () => {
  expect(checkDocument(visualStarter).problems).toEqual([])
  expect(checkDocument(visualStarter).doc?.content).toHaveLength(4)
})

describe('refuses what the editor never writes, and says where it stands', () => {
  const deep = (levels: number): unknown =>
    levels === 0 ? p() : { type: 'blockquote', content: [deep(levels - 1)] }
  const repeats = (levels: number): unknown =>
    levels === 0 ? p() : { type: 'repeat', attrs: { path: 'a', as: 'b' }, content: [repeats(levels - 1)] }
  it.each<[string, unknown, RegExp, number[]]>([
    ['no document', null, /no part/, []],
    ['another root', p(), /no block/, []],
    ['an unknown block', doc(p(), { type: 'script' }), /no block “script”/, [1]],
    ['a prototype as a block', doc({ type: 'constructor' }), /no block/, [0]],
    ['a document in a document', doc(doc(p())), /no block “doc”/, [0]],
    ['an unknown field', doc({ ...p(), onclick: 'x' }), /no “onclick”/, [0]],
    ['an unknown setting', doc({ ...p(), attrs: { style: 'x' } }), /no setting “style”/, [0]],
    ['a style as a colour', doc({ ...p(), attrs: { colour: 'red;background:url(x)' } }), /colour/, [0]],
    [
      'a script as a link',
      doc(p({ type: 'text', text: 'x', marks: [{ type: 'link', attrs: { href: 'javascript:alert(1)' } }] })),
      /link/,
      [0, 0],
    ],
    ['a hidden script', doc({ type: 'button', attrs: { href: ' java\tscript:alert(1)' } }), /link/, [0]],
    ['data as an image', doc({ type: 'image', attrs: { src: 'data:image/png;base64,AA' } }), /image/, [0]],
    ['a variable without a path', doc(p({ type: 'variable' })), /not chosen yet/, [0, 0]],
    [
      'a path that is none',
      doc(p({ type: 'variable', attrs: { path: 'a b' } })),
      /names no variable/,
      [0, 0],
    ],
    ['a mark’s characters', doc(p({ type: 'text', text: '\uE000\uE010\uE001' })), /private-use/, [0, 0]],
    ['a mark in an alt text', doc({ type: 'image', attrs: { alt: '\uE000' } }), /alt/, [0]],
    [
      'an unknown format',
      doc(p({ type: 'variable', attrs: { path: 'a', format: { name: 'eval' } } })),
      /format/,
      [0, 0],
    ],
    [
      'an unknown kind of text',
      doc(p({ type: 'text', text: 'x', marks: [{ type: 'blink' }] })),
      /no format “blink”/,
      [0, 0],
    ],
    ['text in place of blocks', doc({ type: 'text', text: 'x' }), /hold together/, []],
    ['a row outside of a table', doc({ type: 'tableRow', content: [] }), /hold together/, []],
    ['an empty document', { type: 'doc' }, /hold together/, []],
    ['too deep a document', doc(deep(40)), /nested/, Array.from({ length: 25 }, () => 0)],
    ['repeats in repeats in repeats', doc(repeats(4)), /Repeats/, [0, 0, 0, 0]],
  ])('%s', (_, document, message, node) => {
    const problem = first(document)
    expect(problem?.message).toMatch(message)
    expect(problem?.where).toEqual({ field: 'doc', node })
    expect(checkDocument(document).doc).toBeNull()
  })

  it('too large a document, and tells no more than a person reads', () => {
    const { problems } = checkDocument(doc(...Array.from({ length: 20_000 }, () => ({ type: 'x' }))))
    expect(problems).toHaveLength(50)
    expect(first(doc(...Array.from({ length: 10_001 }, () => p())))?.message).toMatch(/more than 10000/)
  })
})
