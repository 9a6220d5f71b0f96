import { describe, expect, it } from 'vitest'
import type { Studio } from '../types.ts'
import { changesBetween } from './content.ts'
import { createStudioStore } from './store.ts'
import { isDirty } from './studio-state.ts'

const source = (subject: string) => ({ subject, preheader: '', code: 'export default () => null' })

const studio = (lockVersion = 1, subject = 'Hello') =>
  ({
    template: {
      key: 'welcome',
      name: 'Welcome',
      category: 'transactional',
      description: '',
      archivedAt: null,
    },
    kind: 'code',
    draft: { lockVersion, updatedAt: null },
    variables: null,
    locales: [
      { locale: 'en', source: source(subject) },
      { locale: 'de', source: source('Hallo') },
    ],
  }) as unknown as Studio

const opened = (now: () => number = () => 0) => createStudioStore(studio(), now)
type Store = ReturnType<typeof opened>
const subjectOf = (store: Store, locale = 'en') =>
  store.get().content.locales.find((one) => one.locale === locale)?.source.subject

const write = (store: Store, value: string) => store.change({ field: 'subject', locale: 'en', value })

describe('undo', () => {
  it('takes back what was typed in one go, and gives it again', () => {
    const store = opened()
    write(store, 'Hello A')
    write(store, 'Hello Ad')
    store.dispatch({ type: 'undo' })
    expect(subjectOf(store)).toBe('Hello')
    store.dispatch({ type: 'redo' })
    expect(subjectOf(store)).toBe('Hello Ad')
  })

  it('has a step for what was typed after a rest', () => {
    let now = 0
    const store = opened(() => now)
    write(store, 'One')
    now = 10_000
    write(store, 'Two')
    store.dispatch({ type: 'undo' })
    expect(subjectOf(store)).toBe('One')
  })

  it('has a step for each part of a push message, and what is emptied is gone', () => {
    const store = opened()
    const pushOf = () => {
      const found = store.get().content.locales[0]?.source
      return found && 'push' in found ? found.push : undefined
    }
    const say = (part: 'title' | 'link', value: string) =>
      store.change({ field: 'push', locale: 'en', part, value })
    say('title', 'On its')
    say('title', 'On its way')
    say('link', 'https://x.test')
    store.dispatch({ type: 'undo' })
    expect(pushOf()).toEqual({ title: 'On its way' })
    // An editor may hold a source from before.
    store.change({ field: 'body', locale: 'en', source: { ...source('old'), push: { title: 'old' } } })
    expect(pushOf()).toEqual({ title: 'On its way' })
    say('title', '')
    expect(pushOf()).toBeUndefined()
    store.change({ field: 'body', locale: 'en', source: { ...source('old'), push: { title: 'old' } } })
    expect(pushOf()).toBeUndefined()
  })

  it('brings a locale back where it was, with what its editor wrote', () => {
    const store = opened()
    store.change({ field: 'body', locale: 'en', source: { ...source('old'), code: 'written' } })
    store.change({ field: 'locale', locale: 'en', source: null })
    expect(store.get().content.locales.map(({ locale }) => locale)).toEqual(['de'])
    store.dispatch({ type: 'undo' })
    expect(store.get().content.locales.map(({ locale }) => locale)).toEqual(['en', 'de'])
    expect(store.get().content.locales[0]?.source).toMatchObject({ subject: 'Hello', code: 'written' })
    expect(store.get().epochs.en).toBe(2)
  })
})

describe('what is to be saved', () => {
  it('is what differs', () => {
    const store = opened()
    write(store, 'Hi')
    store.change({ field: 'locale', locale: 'de', source: null })
    store.change({ field: 'locale', locale: 'fr', source: source('Salut') })
    const { saved, content } = store.get()
    expect(changesBetween(saved, content)).toEqual({
      locales: [
        { locale: 'en', source: source('Hi') },
        { locale: 'fr', source: source('Salut') },
      ],
      removed: ['de'],
    })
  })

  it('is nothing where the names only stand in another order, as jsonb keeps them', () => {
    const store = opened()
    const { code, preheader, subject } = source('Hello')
    store.change({ field: 'body', locale: 'en', source: { code, preheader, subject } })
    expect(changesBetween(store.get().saved, store.get().content)).toBeNull()
  })

  it('is nothing when it was written back', () => {
    const store = opened()
    write(store, 'Hi')
    write(store, 'Hello')
    expect(changesBetween(store.get().saved, store.get().content)).toBeNull()
  })
})

describe('somebody else’s draft', () => {
  it('takes the place of mine, which is set aside', () => {
    const store = opened()
    write(store, 'Mine')
    store.dispatch({ type: 'load', studio: studio(2, 'Theirs'), shelve: 7 })
    expect(subjectOf(store)).toBe('Theirs')
    expect(isDirty(store.get())).toBe(false)
    expect(store.get().shelf?.content.locales[0]?.source.subject).toBe('Mine')
    expect(store.get().epochs).toEqual({ en: 1 })
  })

  it('is what mine is saved over, where I say so', () => {
    const store = opened()
    write(store, 'Mine')
    store.dispatch({ type: 'keepMine', theirs: studio(2, 'Theirs') })
    expect(store.get().lockVersion).toBe(2)
    expect(changesBetween(store.get().saved, store.get().content)).toEqual({
      locales: [{ locale: 'en', source: source('Mine') }],
    })
  })
})
