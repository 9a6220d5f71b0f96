import { CompletionContext, type CompletionResult } from '@codemirror/autocomplete'
import { EditorState, Text } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { importChanges } from './add-imports.ts'
import { completions } from './completions.ts'
import { positionOf } from './problem-marks.ts'
import { components } from './words.ts'

const variable = (path: string, type = 'text') => ({ path, type, description: '' })
const declared = [
  variable('order.number'),
  variable('items', 'list'),
  variable('items[].name'),
  variable('items[].tags', 'list'),
  variable('items[].tags[].word'),
]

/** What is offered at the `|`. */
function offered(code: string): string[] {
  const pos = code.indexOf('|')
  const state = EditorState.create({ doc: code.replace('|', '') })
  const result = completions(() => declared)(
    new CompletionContext(state, pos, false),
  ) as CompletionResult | null
  return result?.options.map(({ label }) => label) ?? []
}

describe('what is offered', () => {
  it('in v: what can be written', () => {
    expect(offered(`v('|`)).toEqual(expect.arrayContaining(['order.number', 'recipient.name']))
    expect(offered(`v('|`)).not.toContain('items')
    expect(offered(`{ currency: '|`)).toContain('order.number')
  })
  it('in of: lists', () => expect(offered('<Each of="|')).toEqual(['items']))
  it('in when: all', () =>
    expect(offered('<If when="|')).toEqual(expect.arrayContaining(['items', 'order.number'])))
  it('the items of lists by the names that they have in the file, also lists in lists', () => {
    const code = `<Each of="items" as="item"><Each key={1} of="item.tags" as="tag">{v('|')}</Each></Each>`
    expect(offered(code)).toEqual(expect.arrayContaining(['item.name', 'tag.word']))
    expect(offered(code)).not.toContain('items[].name')
  })
  it('the theme, and tags', () => {
    expect(offered('color: theme.|')).toContain('colours.text')
    expect(offered('<He|')).toEqual(
      expect.arrayContaining([...Object.keys(components), 'If', 'Each', 'Else']),
    )
    expect(offered('const he|')).toEqual([])
  })
})

describe('imports', () => {
  const after = (code: string, needs: Record<string, string[]>) =>
    EditorState.create({ doc: code })
      .update({ changes: importChanges(code, needs) })
      .state.doc.toString()
  it.each([
    [`import { Text } from 'react-email'`, `import { Text, Hr } from 'react-email'`],
    [`import {\n  Text,\n} from 'react-email'`, `import {\n  Text, Hr\n} from 'react-email'`],
    [`import { Text as T, Hr } from "react-email"`, `import { Text as T, Hr } from "react-email"`],
    [`import {} from 'react-email'`, `import { Hr} from 'react-email'`],
    [`const a = 1`, `import { Hr } from 'react-email'\nconst a = 1`],
  ])('%s', (code, expected) => expect(after(code, { 'react-email': ['Hr'] })).toBe(expected))
})

it('a place that is not there any more is the end of what is', () => {
  const doc = Text.of(['one', 'two'])
  expect(positionOf(doc, { field: 'code', line: 2, column: 2 })).toBe(5)
  expect(positionOf(doc, { field: 'code', line: 2, column: 99 })).toBe(7)
  expect(positionOf(doc, { field: 'code', line: 99, column: 1 })).toBe(4)
})

it('a variable without a line is where it is first asked for', () => {
  const doc = Text.of(['const order = 1', `v('order.id')`, '<Each of="order">'])
  expect(positionOf(doc, { field: 'code', name: 'order.id' })).toBe(19)
  expect(positionOf(doc, { field: 'code', name: 'order' })).toBe(40)
  expect(positionOf(doc, { field: 'code', name: 'order', line: 2 })).toBe(16)
  expect(positionOf(doc, { field: 'code', name: 'nowhere' })).toBe(0)
})
