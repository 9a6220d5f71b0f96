import { expect, it } from 'vitest'
import { changedFields, fixed, switched } from './fields.ts'

it('switches with a flag what can not stand beside it', () => {
  expect(switched('required', true)).toMatchObject({ unsubscribable: false, emailDefault: true })
  expect(switched('unsubscribable', true)).toEqual({ unsubscribable: true, required: false })
  expect(switched('required', false)).toEqual({ required: false })
})

it('says what can not be switched', () => {
  expect(fixed({ key: 'security', required: true }, 'critical')).toContain('quiet hours')
  expect(fixed({ key: 'legal', required: true }, 'pushDefault')).toContain('always on')
  expect(fixed({ key: 'legal', required: true }, 'required')).toBeNull()
})

it('saves what was changed alone', () => {
  const began = {
    ...{ name: 'Orders', description: '', required: false, emailDefault: true, pushDefault: true },
    ...{ unsubscribable: false, critical: false },
  }
  expect(changedFields(began, { ...began, name: 'Your orders', critical: true })).toEqual({
    name: 'Your orders',
    critical: true,
  })
  expect(changedFields(began, began)).toEqual({})
})
