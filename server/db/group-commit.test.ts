import { describe, expect, test } from 'vitest'
import { GroupCommit } from './group-commit.ts'

/** A flush that answers each item doubled, once it is let through. */
function gated() {
  const batches: number[][] = []
  const gates: (() => void)[] = []
  const flush = (items: number[]) =>
    new Promise<number[]>((resolve) => {
      batches.push(items)
      gates.push(() => resolve(items.map((item) => item * 2)))
    })
  const next = async () => {
    await expect.poll(() => gates.length).toBeGreaterThan(0)
    gates.shift()?.()
  }
  return { batches, flush, next }
}

test('what arrives while a flush is in flight shares the next, and each gets its own answer', async () => {
  const { batches, flush, next } = gated()
  const commit = new GroupCommit(flush)
  const first = commit.submit(1)
  await expect.poll(() => batches.length).toBe(1)
  const rest = [2, 3, 4].map((item) => commit.submit(item))
  expect(commit.backlog).toBe(3)
  await next()
  expect(await first).toBe(2)
  await next()
  expect(await Promise.all(rest)).toEqual([4, 6, 8])
  expect(batches).toEqual([[1], [2, 3, 4]])
})

test('what arrives in one turn goes together, but no more than the most', async () => {
  const sizes: number[] = []
  const commit = new GroupCommit(
    async (items: number[]) => {
      sizes.push(items.length)
      return items
    },
    { max: 4 },
  )
  await Promise.all(Array.from({ length: 10 }, (_, i) => commit.submit(i)))
  expect(sizes).toEqual([4, 4, 2])
})

describe('a flush that fails', () => {
  const refusing = (bad: (item: number) => boolean, error: Error) => {
    const calls: number[][] = []
    const flush = async (items: number[]) => {
      calls.push(items)
      if (items.some(bad)) throw error
      return items
    }
    return { calls, flush }
  }

  test('is tried one by one, so that the bad one fails alone', async () => {
    const { flush } = refusing((item) => item === 2, new Error('bad row'))
    const commit = new GroupCommit(flush)
    const settled = await Promise.allSettled([1, 2, 3].map((item) => commit.submit(item)))
    expect(settled).toEqual([
      { status: 'fulfilled', value: 1 },
      { status: 'rejected', reason: new Error('bad row') },
      { status: 'fulfilled', value: 3 },
    ])
    expect(await commit.submit(4)).toBe(4)
  })

  test('fails all at once when all would fail', async () => {
    const { calls, flush } = refusing(() => true, new Error('away'))
    const commit = new GroupCommit(flush, { fatal: () => true })
    const settled = await Promise.allSettled([1, 2, 3].map((item) => commit.submit(item)))
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(calls).toHaveLength(1)
  })
})

test('drained waits for what is in flight and what waits', async () => {
  const { flush, next } = gated()
  const commit = new GroupCommit(flush, { max: 1 })
  await commit.drained()
  const both = [commit.submit(1), commit.submit(2)]
  let drained = false
  const done = commit.drained().then(() => {
    drained = true
  })
  await next()
  await both[0]
  expect(drained).toBe(false)
  await next()
  await done
  expect(await Promise.all(both)).toEqual([2, 4])
})
