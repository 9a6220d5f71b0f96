import { expect, test } from 'vitest'
import { sinceOf } from './since.ts'

const studio = (basedOn: number | null, ...versions: number[]) =>
  ({
    draft: { basedOn },
    versions: versions.map((version) => ({ version, author: 'Ada' })),
  }) as unknown as Parameters<typeof sinceOf>[0]

test('a draft that began from the newest version, or before there was any, hides nothing', () => {
  expect(sinceOf(studio(2, 2, 1))).toBeNull()
  expect(sinceOf(studio(null))).toBeNull()
})

test('what was published since is told', () => {
  expect(sinceOf(studio(1, 2, 1))).toEqual({ version: 2, author: 'Ada', basedOn: 1 })
  expect(sinceOf(studio(null, 1))).toEqual({ version: 1, author: 'Ada', basedOn: null })
})
