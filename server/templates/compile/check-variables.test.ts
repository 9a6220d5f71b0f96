import { expect, test } from 'vitest'
import { isDomainError } from '#server/errors.ts'
import { checkVariables } from './check-variables.ts'

const issuesOf = (variables: Record<string, unknown>) => {
  try {
    checkVariables(variables, 'variables')
    return []
  } catch (error) {
    if (!isDomainError(error)) throw error
    return error.issues
  }
}

test('a JSON Schema with our own keywords passes', () => {
  const variables = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: { pin: { type: ['string', 'null'], sensitive: true, format: 'uri', default: '' } },
    required: ['pin'],
  }
  expect(issuesOf(variables)).toEqual([])
})

test.each([
  [{ type: 'object', properties: { a: { type: 'text' } } }, 'variables.properties.a.type'],
  [
    { properties: { a: { properties: { b: { minLength: -1 } } } } },
    'variables.properties.a.properties.b.minLength',
  ],
  [{ required: [1] }, 'variables.required[0]'],
  [{ type: 'array' }, 'variables.type'],
])('%j is refused by its path', (variables, path) => {
  expect(issuesOf(variables).map((issue) => issue.path)).toEqual([path])
})
