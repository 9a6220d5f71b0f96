import { describe, expect, it } from 'vitest'
import { defaultOf, fieldsOf, freeName, kindOf, withFields, withKeyword, withKind } from './schema-fields.ts'

const group = {
  type: 'object',
  title: 'Order',
  properties: { id: { type: 'string' }, total: { type: 'number' } },
  required: ['id'],
}

describe('a group of variables', () => {
  it('is the same after it was shown', () => {
    expect(withFields(group, fieldsOf(group))).toEqual(group)
  })

  it('keeps its order when one is renamed, and says no more what is not required', () => {
    const renamed = fieldsOf(group).map((field) =>
      field.name === 'id' ? { ...field, name: 'number', required: false } : field,
    )
    expect(withFields(group, renamed)).toEqual({
      type: 'object',
      title: 'Order',
      properties: { number: { type: 'string' }, total: { type: 'number' } },
    })
  })

  it('has no name twice', () => {
    expect(freeName(fieldsOf(group), 'id')).toBe('id_2')
  })
})

describe('the kind of a variable', () => {
  it.each([
    [{ type: 'string' }, 'text'],
    [{ type: ['string', 'null'], format: 'uri' }, 'link'],
    [{ type: 'string', format: 'date-time' }, 'time'],
    [{ properties: {} }, 'group'],
    [{ type: 'array' }, 'list'],
    [{ anyOf: [] }, null],
  ])('of %j is %s', (schema, kind) => {
    expect(kindOf(schema)).toBe(kind)
  })

  it('is changed without what said the one before', () => {
    expect(
      withKind({ type: 'string', format: 'email', description: 'Whom', sensitive: true }, 'number'),
    ).toEqual({
      type: 'number',
      description: 'Whom',
      sensitive: true,
    })
    expect(withKind({ type: 'object', properties: { a: true } }, 'list')).toEqual({
      type: 'array',
      items: { type: 'object', properties: { a: true } },
    })
  })
})

it('takes a default as its kind wants it', () => {
  expect(defaultOf('number', '3.5')).toBe(3.5)
  expect(defaultOf('integer', '3.5')).toBeUndefined()
  expect(defaultOf('boolean', 'false')).toBe(false)
  expect(withKeyword({ type: 'string', default: 'a' }, 'default', undefined)).toEqual({ type: 'string' })
})
