import { describe, expect, test } from 'vitest'
import { placeholdersOf, position } from './placeholders.ts'

const found = (source: string) =>
  placeholdersOf(source).map(
    ({ path, fallback }) => path.join('.') + (fallback === undefined ? '' : `|${fallback}`),
  )

describe('a variable', () => {
  test.each<[string, string[]]>([
    ['{name}', ['name']],
    ['{{name}}', ['name']],
    ['{user.first_name}', ['user.first_name']],
    ['{_a1.b2}', ['_a1.b2']],
    ['{größe}', ['größe']],
    ['{name|there}', ['name|there']],
    ['{{name|dear customer}}', ['name|dear customer']],
    ['{name|}', ['name|']],
    ['{name|a|b}', ['name|a|b']],
    ['{name|{other}', ['other']],
    ['{{{name}}}', ['name']],
    ['{{name}', ['name']],
    ['{name}}', ['name']],
    ['{a}{b}', ['a', 'b']],
  ])('%s', (source, expected) => {
    expect(found(source)).toEqual(expected)
  })
})

describe('text', () => {
  test.each([
    ...[
      '{}',
      '{{}}',
      '{ name }',
      '{{ name }}',
      '{0}',
      '{1a}',
      '{a-b}',
      '{a b}',
      '{.a}',
      '{a.}',
      '{a..b}',
      '{|x}',
    ],
    ...[
      'body{color:red}',
      '{ color: red }',
      '{a:b}',
      '{"a":1}',
      'a{}',
      '{name',
      'name}',
      '{name|a\nb}',
      '{a;b}',
    ],
    '@media (max-width:480px){.a{margin:0}.b{color:red;padding:0}}',
  ])('%s', (source) => {
    expect(found(source)).toEqual([])
  })
})

test('a position is told as an editor tells it', () => {
  expect(position('a\r\nbc\n{x}', 6)).toBe('line 3, column 1')
  expect(position('ab{x}', 2)).toBe('line 1, column 3')
})
