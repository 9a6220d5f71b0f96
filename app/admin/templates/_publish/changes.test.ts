import { describe, expect, it } from 'vitest'
import { changesOf, isNothing, stable } from './changes.ts'

const en = { locale: 'en', source: { subject: 'Hello', preheader: '', code: 'a' } }
const de = { locale: 'de', source: { subject: 'Hallo', preheader: '', code: 'b' } }
const version = { kind: 'code' as const, variables: { type: 'object', required: ['a'] }, locales: [en, de] }

describe('what a publish changes', () => {
  it('adds everything where nothing was published', () => {
    expect(changesOf(null, version)).toMatchObject({ added: ['en', 'de'], changed: [], variables: true })
  })

  it('is nothing where draft and version say the same, in whatever order the keys stand', () => {
    const same = {
      ...version,
      variables: { required: ['a'], type: 'object' },
      locales: [{ locale: 'en', source: { code: 'a', preheader: '', subject: 'Hello' } }, de],
    }
    expect(isNothing(changesOf(version, same))).toBe(true)
  })

  it('names changed, added and removed languages, and another way of writing', () => {
    const after = {
      kind: 'visual' as const,
      variables: null,
      locales: [
        { locale: 'en', source: { subject: 'Hi', preheader: '', doc: {} } },
        { ...de, locale: 'fr' },
      ],
    }
    expect(changesOf(version, after)).toEqual({
      kind: { before: 'code', after: 'visual' },
      added: ['fr'],
      changed: ['en'],
      removed: ['de'],
      variables: true,
    })
  })

  it('keeps the order of lists', () => {
    expect(stable([1, 2])).not.toBe(stable([2, 1]))
  })
})
